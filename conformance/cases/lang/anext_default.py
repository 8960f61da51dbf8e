# anext() with and without a default, over async iterators, generators and what is none.
import asyncio
class Bad:
    def __await__(self): return 42
class It:
    def __init__(s, v): s.v=v
    def __aiter__(s): return s
    def __anext__(s): return s.v
async def t(v, *d):
    try: print(await anext(It(v), *d))
    except BaseException as e: print(type(e).__name__, e)
def g(): yield
async def main():
    await t(Bad(), 'd'); await t(Bad()); await t(iter('abc'), 'd'); await t(iter('abc')); await t(g(), 'd'); await t(g()); await t(5, 'd'); await t(5)
asyncio.run(main())
class It2:
    n=0
    def __aiter__(s): return s
    async def __anext__(s):
        if s.n==2: raise StopAsyncIteration
        s.n+=1; await asyncio.sleep(0); return s.n
async def main():
    i=It2()
    print(await anext(i, 'd'), await anext(i,'d'), await anext(i,'d'), await anext(i, None))
    async def g(): yield 1
    a=g()
    print(await anext(a, 'e'), await anext(a,'e'))
    try: await anext(a)
    except StopAsyncIteration as e: print(repr(e))
asyncio.run(main())
