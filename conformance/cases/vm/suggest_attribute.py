def f(lst): lst.apend(1)
for _ in range(3):
    try: f([])
    except AttributeError as e: print(e)
assert 1 == 2, "msg \
here"
