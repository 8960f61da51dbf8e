"""Which items sorting compares, in which order; what remains when a comparison raises."""
import random
random.seed(3)
log=[]
class K:
    def __init__(s,v,i): s.v=v; s.i=i
    def __lt__(s,o): log.append((s.i,o.i)); return s.v<o.v
tot=0
h=0
for case in range(110):
    n=random.choice([0,1,2,3,5,10,33,64,65,100,200,500,900])
    kind=case%7
    if kind==0: vs=[random.random() for _ in range(n)]
    elif kind==1: vs=[random.randrange(5) for _ in range(n)]
    elif kind==2: vs=list(range(n)); 
    elif kind==3: vs=list(range(n,0,-1))
    elif kind==4:
        vs=[]; 
        while len(vs)<n: vs+=sorted(random.randrange(1000) for _ in range(random.randrange(1,80)))
        vs=vs[:n]
    elif kind==5:
        vs=[]
        while len(vs)<n: vs+=sorted((random.randrange(20) for _ in range(random.randrange(1,120))),reverse=True)
        vs=vs[:n]
    else:
        vs=[1]*(n//2)+[0]*(n-n//2)
        for _ in range(n//20): vs[random.randrange(n)]=random.randrange(3)
    l=[K(v,i) for i,v in enumerate(vs)]
    log.clear()
    l.sort(reverse=case%3==0)
    h = hash((h, tuple(log), tuple(k.i for k in l)))
    tot+=len(log)
    if case%30==0: print(case,n,kind,len(log),h)
print(tot,h)
# bad comparators, exceptions
class E:
    c=0
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        E.c+=1
        if E.c==500: raise ValueError('x')
        return s.v<o.v
l=[E(random.randrange(100)) for _ in range(200)]; ids=sorted(id(x) for x in l)
try: l.sort()
except ValueError: print('raised', sorted(id(x) for x in l)==ids, [x.v for x in l][:20])
class R:
    def __lt__(s,o): return random.random()<.5
random.seed(1); l=[R() for _ in range(300)]; m=list(l); l.sort(); print(len(l), len(set(map(id,l))))
import functools
print(sorted([(1,'b'),(1,'a'),(0,'z')]), sorted(['b','a','C'],key=str.lower), sorted([3,1.5,2,True]), sorted([(1,2.0),(1,1)]))
print(sorted([1,2,3,4],key=lambda x:x%2,reverse=True), sorted('hello'), sorted([float('nan'),1.0,-1.0,0.0,-0.0]))
