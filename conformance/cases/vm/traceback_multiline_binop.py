def f():
    x = 1
    return (x +
            'é' * 2 +
            y)
f()
