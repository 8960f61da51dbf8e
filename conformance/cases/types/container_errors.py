"""What the containers say to wrong calls and wrong keys."""
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
import sys
t(lambda:[1].index(5)); t(lambda:[1].remove(5)); t(lambda:[].pop()); t(lambda:[1].pop(4)); t(lambda:[1].__getitem__('a')); t(lambda:[1][3])
def s(l,k,v): l[k]=v; return l
t(lambda:s([1],3,1)); t(lambda:s([1],'a',1)); t(lambda:s([1],slice(0,1),5)); t(lambda:s([1,2],slice(0,2,2),5)); t(lambda:s([1,2],slice(0,2,2),[1,2]))
t(lambda:[]+1); t(lambda:[]*'a'); t(lambda:[]+()); t(lambda:[1].extend(4)); t(lambda:list(4)); t(lambda:list(1,2)); t(lambda:list(a=1))
def iadd(l,o): l+=o; return l
t(lambda:iadd([],4)); t(lambda:(1,2)[5]); t(lambda:(1,2).__getitem__('a')); t(lambda:()+[]); t(lambda:(1,).index(4)); t(lambda: tuple(a=4)); t(lambda: tuple(4))
def d(l,k): del l[k]
t(lambda:d([1],4)); t(lambda:d([1],'a')); t(lambda:[1].insert('a',1)); t(lambda:[1].pop('a')); t(lambda:[1].index(1,'a')); t(lambda: [0]*10**10*10**10)
t(lambda: [0]*10**30); t(lambda: [1][10**30]); t(lambda: [1].pop(10**30)); t(lambda: sorted(1)); t(lambda: [1,'a'].sort()); t(lambda: [1].sort(5)); t(lambda: [1][1:2:0])
t(lambda: [1][slice('a',None)]); t(lambda: [1].__getitem__()); t(lambda: [1].sort(key=1,foo=2)); t(lambda: [1,2].sort(reverse='a'))
def lm():
    l=[3,2,1]
    def k(x): l.append(1); return x
    l.sort(key=k)
t(lm)
t(lambda: sys.getsizeof([]))
t(lambda: {}.fromkeys(1)); t(lambda: {1}.__getitem__(0)); t(lambda: {}['a']); t(lambda: {}.pop(1)); t(lambda: {}.popitem()); t(lambda: {[]:1}); t(lambda: {}.update(1)); t(lambda: {}.update([1])); t(lambda: {}.update([(1,2,3)])); t(lambda: {}.update(1,2)); t(lambda: dict(1,2)); t(lambda: dict([1]))
t(lambda: {}|[]); t(lambda: iadd({},4))
def ior(l,o): l|=o; return l
t(lambda: ior({},4)); t(lambda: ior({},[(1,2)])); t(lambda: {}<{}); t(lambda: {1,2}<5)
t(lambda: dict(**{'a':1},b=2)); t(lambda: {}.get()); t(lambda: {}.get(1,2,3)); t(lambda: {}.pop()); t(lambda: {}.setdefault())
t(lambda: set(1)); t(lambda: {1}.remove(2)); t(lambda: set().pop()); t(lambda: {[]}); t(lambda: {1}|[1]); t(lambda: {1}.union(1)); t(lambda: [] in {1}); t(lambda: set([1])in {frozenset([1])}); t(lambda: set(a=1)); t(lambda: frozenset(a=1)); t(lambda: set(1,2))
t(lambda: range()); t(lambda: range(1,2,0)); t(lambda: range('a')); t(lambda: range(1.0)); t(lambda: range(1,2,3,4)); t(lambda: range(3)['a']); t(lambda: range(3)[5]); t(lambda: range(3).index(5)); t(lambda: range(3).index('a')); t(lambda: len(range(10**30))); t(lambda: range(10**30)[-1]); t(lambda: range(a=1)); t(lambda: range(5)[10**30:]); t(lambda: range(3)<range(4))
t(lambda: range(10**20).__reduce__()); t(lambda: repr(range(1,5,2))); t(lambda: hash(range(5))); t(lambda: hash(range(1)));
t(lambda: hash(slice(1,2))); t(lambda: hash(slice([],2))); t(lambda: slice()); t(lambda: slice(1,2).indices(-1)); t(lambda: slice('a').indices(5))
t(lambda: frozenset() is frozenset()); t(lambda: frozenset([1]).copy()); t(lambda: hash([])); t(lambda: hash({}))
t(lambda: repr({1:2}.keys())+repr({1:2}.values())+repr({1:2}.items())); t(lambda: {}.keys()|5); t(lambda: {}.keys()<5); t(lambda: type({}.keys()-[1]))
t(lambda: {1:2}.keys().mapping); t(lambda: enumerate()); t(lambda: enumerate([],'a')); t(lambda: enumerate([],1,2)); t(lambda: list(enumerate(iterable=[1],start=2))); t(lambda: enumerate(foo=1)); t(lambda: reversed(1)); t(lambda: reversed({1})); t(lambda: reversed()); t(lambda: reversed(a=1)); t(lambda: zip(1)); t(lambda: zip([],1)); t(lambda: zip(a=1)); t(lambda: list(zip([1],[],strict=True))); t(lambda: list(zip([],[1],strict=True))); t(lambda: list(zip([],[],[1],strict=True)));t(lambda: list(zip([1],[1],[],strict=True))); t(lambda: map()); t(lambda: map(1)); t(lambda: map(1,2)); t(lambda: map(1,a=2)); t(lambda: filter()); t(lambda: filter(1,2)); t(lambda: filter(a=1)); t(lambda: map(a=1)); t(lambda:list(map(1,[1])))
t(lambda: enumerate(1)); t(lambda: enumerate(1,foo=1)); t(lambda: enumerate([1],foo=1)); t(lambda: enumerate(start=1)); t(lambda: enumerate([1],2,start=3)); t(lambda: enumerate(1,2,3,4))
