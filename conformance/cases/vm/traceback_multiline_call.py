def f(a, b): pass
print(1,
      f(1,
        2,
        3),
      4)
