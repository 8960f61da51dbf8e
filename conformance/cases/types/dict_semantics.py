"""Random operations on dicts: keys of all kinds, and every call of __hash__ and __eq__."""
import random
random.seed(7)
log=[]
class K:
    def __init__(s,v): s.v=v
    def __hash__(s): log.append(('h',s.v)); return s.v%7
    def __eq__(s,o): log.append(('e',s.v,getattr(o,'v',o))); return isinstance(o,K) and s.v==o.v
    def __repr__(s): return f'K{s.v}'
class H:
    "equal to plain values"
    def __init__(s,v): s.v=v
    def __hash__(s): return hash(s.v)
    def __eq__(s,o): return s.v==(o.v if isinstance(o,H) else o)
    def __repr__(s): return f'H({s.v!r})'
class S(str): pass
class I(int): pass
nan=float('nan')
def key(kind):
    r=random.randrange
    if kind==0: return K(r(12))
    if kind==1: return r(15)
    if kind==2: return random.choice(['a','b','c','dd','ee',1,True,1.0,2,2.0,None,(1,2),(1.0,2),('a',),nan,0,False,0.0,-0.0,2**70,float(2**70),1+0j,b'a','',()])
    if kind==3: return random.choice([H('a'),'a',H(1),1,H((1,2)),(1,2),H(2.5),2.5,S('a'),I(1),H(None),None, frozenset([1]),H(frozenset([1]))])
    return (r(4),r(4)) if r(2) else ('x',r(3),r(3))
out=[]
for case in range(200):
    kind=case%5
    d={}
    for step in range(random.choice([5,20,60])):
        op=random.choice(['set']*8+['del']*3+['get','in','pop','popitem','setdefault','copy','update','clear','rev','items','fromkeys','or'])
        k=key(kind); log.clear()
        if kind==0 and op in ('copy','or'): continue
        try:
            if op=='set': d[k]=step
            elif op=='del': del d[k]
            elif op=='get': r=d.get(k); out.append(r)
            elif op=='in': out.append(k in d)
            elif op=='pop': out.append(d.pop(k,None))
            elif op=='popitem': out.append(d.popitem())
            elif op=='setdefault': out.append(d.setdefault(k,step))
            elif op=='copy': d=d.copy()
            elif op=='update': d.update([(key(kind),-1) for _ in range(3)])
            elif op=='clear' and random.random()<.1: d.clear()
            elif op=='rev': out.append(list(reversed(d)))
            elif op=='items': out.append(list(d.items()))
            elif op=='fromkeys': out.append(dict.fromkeys([k,k],1))
            elif op=='or': d=d|{k:0}
            elif op=='iter':
                m=random.randrange(4)
                for n,x in enumerate(d):
                    if n>60: break
                    if m==0 and n==1: d[k]=1
                    if m==1 and n==1: del d[x]
                    if m==2: d[x]=5
                    if m==3 and n<20: v=d.pop(x); d[x]=v
        except (KeyError,RuntimeError) as e: out.append((type(e).__name__,str(e)))
        if kind==0: out.append(list(log))
    out.append(str(d)); out.append(len(d))
s=repr(out)
print(len(s), hash(s))
# views
a={i:i for i in range(5)}; b={3:3,4:0,9:9}
print(a.keys()&b.keys(), a.keys()|b.keys(), a.keys()-b.keys(), a.keys()^b.keys(), a.items()&b.items(), a.items()^b.items(), a.keys()>={1}, a.keys()=={0,1,2,3,4}, a.items()<=a.items(), a.keys().isdisjoint([9]), (1,1) in a.items(), [1]==a.values(), 3 in a.values())
print(list(reversed(a.items())), list(reversed(a.values())), dict(a, x=1), {**a, 'y':2}, a==dict(reversed(list(a.items()))))
class M(dict):
    def __missing__(s,k): return ('miss',k)
m=M(a=1); print(m['a'], m['b'], m.get('b'), m, type(m.copy()), M.fromkeys('ab'))
x={}; x['x']=x; print(x, {1:x.items()} if 0 else '')
it=iter({1:1,2:2}); next(it); print(it.__length_hint__(), it.__reduce__()[1])
