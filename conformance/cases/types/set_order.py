"""The order of sets after random operations, for ints, strs and large ints."""
import random
random.seed(5)
out=[]
for case in range(160):
    kind=case%4
    def val():
        if kind==0: return random.randrange(40)
        if kind==1: return random.randrange(-10**6,10**6)
        if kind==2: return 'k%d'%random.randrange(60)
        return random.choice([random.randrange(2**70), random.randrange(-2**62,2**62), 's'*random.randrange(30), random.randrange(8)*2**40])
    a=set(); b=set(); ops=[]
    for i in range(random.choice([10,60,150])):
        op=random.choice(['add']*8+['addb']*6+['disc']*3+['pop','or','and','sub','xor','ior','iand','isub','ixor','copy','clear','union_list','diff_list'])
        v=val(); l=[val() for _ in range(random.randrange(30))] if 'list' in op else None
        if op=='add': a.add(v)
        elif op=='addb': b.add(v)
        elif op=='disc': a.discard(v)
        elif op=='pop':
            v=a.pop() if a else None
        elif op=='or': a=a|b
        elif op=='and': a=a&b
        elif op=='sub': a=a-b
        elif op=='xor': a=a^b
        elif op=='ior': a|=b
        elif op=='iand': a&=b
        elif op=='isub': a-=b
        elif op=='ixor': a^=b
        elif op=='copy': a=a.copy()
        elif op=='clear':
            if random.random()<.2: a.clear()
            else: op='nop'
        elif op=='union_list': a.update(l)
        elif op=='diff_list': a.difference_update(l)
        s=lambda x: str(x) if isinstance(x,int) else 'S'+x if x is not None else None
        ops.append([op,s(v),[s(x) for x in l] if l else [],[s(x) for x in a] if i%5==4 else None])
    ops.append(['nop',None,[],[s(x) for x in a]])
    out.append(ops)
for kind in range(4):
    text = repr(out[kind::4])
    print(kind, len(text), hash(text))

