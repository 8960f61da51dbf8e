"""The Mandelbrot set as a bitmap of characters, with floats and with complex numbers."""


def escape(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        zr2, zi2 = zr * zr, zi * zi
        if zr2 + zi2 > 4.0:
            return i
        zr, zi = zr2 - zi2 + cr, 2.0 * zr * zi + ci
    return limit


def escape_complex(c, limit):
    z = 0j
    for i in range(limit):
        if abs(z) > 2.0:
            return i
        z = z * z + c
    return limit


def picture(width, height, limit):
    rows = []
    for y in range(height):
        ci = 2.0 * y / height - 1.0
        rows.append("".join(" .:-=+*#%@"[escape(3.0 * x / width - 2.0, ci, limit) * 9 // limit] for x in range(width)))
    return rows


rows = picture(240, 120, 200)
print("\n".join(rows[::8]))
print(sum(row.count("@") for row in rows))
print(sum(escape_complex(complex(x / 20 - 2, y / 20 - 1), 60) for x in range(60) for y in range(40)))
