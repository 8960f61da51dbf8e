async def c():
    raise KeyError('z')
async def d():
    await c()
co = d()
try:
    co.send(None)
except KeyError:
    pass
class E(Exception):
    def __str__(self): raise TypeError
def gen():
    yield 1
    raise E()
for v in gen():
    print(v)
