"""Float arithmetic: a Mandelbrot set, numerical integration, a logistic map."""


def mandelbrot(size, steps):
    inside = 0
    for row in range(size):
        ci = 2.0 * row / size - 1.0
        for column in range(size):
            cr = 3.0 * column / size - 2.0
            zr = zi = 0.0
            for _ in range(steps):
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                if zr * zr + zi * zi > 4.0:
                    break
            else:
                inside += 1
    return inside


def integrate(f, a, b, n):
    h = (b - a) / n
    total = 0.5 * (f(a) + f(b))
    for i in range(1, n):
        total += f(a + i * h)
    return total * h


def logistic(r, n):
    x = 0.5
    for _ in range(n):
        x = r * x * (1.0 - x)
    return x


print(mandelbrot(300, 100))
print(round(integrate(lambda x: x * x + 1.0 / (1.0 + x), 0.0, 2.0, 600000), 9))
print(round(logistic(3.5, 1500000), 9))
