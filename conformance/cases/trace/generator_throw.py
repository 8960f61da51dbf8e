def g(*a):
    x = 1
    yield x
it = g(1)
try:
    it.throw(ValueError)
except ValueError:
    pass
it = g(1)
try:
    it.throw(ValueError)
except ValueError:
    pass
async def c():
    pass
k = c()
try:
    k.throw(ValueError)
except ValueError: pass
it = g(1)
it.close()
it = g(2)
next(it)
try:
    it.throw(KeyError)
except KeyError: pass
