"""Pickles of all protocols, byte for byte, and what comes back."""

import pickle, collections, datetime, enum, dataclasses, decimal, fractions, random, re, functools, io, copyreg, array, operator
class P:
    def __init__(self,x): self.x=x; self.me=self
    def __eq__(self,o): return type(self) is type(o) and self.x==o.x
class S:
    __slots__=('a','b')
class G:
    def __getstate__(self): return {'k':1}
    def __setstate__(self,s): self.got=s
class R:
    def __reduce__(self): return (R,(),None,iter([1]),iter({'a':1}.items()))
    def append(self,x): print('append',x)
    def extend(self,x): print('extend',x)
    def __setitem__(self,k,v): print('set',k,v)
class L(list): pass
class D(dict): pass
class I(int): pass
class N:
    def __new__(cls,a,*,b=1): o=object.__new__(cls); o.a=a;o.b=b; return o
    def __getnewargs_ex__(self): return (self.a,),{'b':self.b}
class Col(enum.Enum): RED=1
@dataclasses.dataclass
class DC: a:int; b:list
NT=collections.namedtuple('NT','x y')
def func(): pass
class Out:
    class In: pass
s=S(); s.a=1
rec=[1]; rec.append(rec)
d={}; d['d']=d
t=([],); t[0].append(t)
objs=[None,True,False,0,1,-1,255,256,65535,65536,2**31-1,2**31,-2**31,-2**31-1,2**63,-2**63,10**100,1.5,float('inf'),-0.0,'','abc','é\n\\\0','😀\ud800',b'',b'abc',b'x'*300,bytearray(b'q'),bytearray(),(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],[1,2],list(range(5)),{},{'a':1},{'a':1,'b':[2]},set(),{1},frozenset(),frozenset([1,2]),1j,range(3),slice(1,2),...,NotImplemented,type(None),type(...),int,len,func,P,Col.RED,Col,rec,d,t,P(3),s,G(),R(),L([1,2]),D(a=1),I(5),DC(1,[2]),NT(1,2),collections.OrderedDict(a=1),collections.defaultdict(list,{'a':[1]}),collections.Counter('aab'),collections.deque([1,2],5),datetime.timedelta(1,2,3),decimal.Decimal('1.5'),fractions.Fraction(1,3),re.compile('a+',re.I),functools.partial(int,base=2),ValueError('x',1),KeyError('k'),OSError(2,'no'),operator.itemgetter(1),['a','a','a'],[1.5]*2,{'k':'v','v':'k'},[].append,abs,collections.ChainMap({'a':1})]
for o in objs:
    for p in range(6):
        try:
            b=pickle.dumps(o,p)
            try: r=pickle.loads(b)
            except Exception as e: r=(type(e).__name__,str(e))
            if not isinstance(o,(set,frozenset)) or len(o)<2: print(p,b,end=' ')
            try: same = r==o
            except RecursionError: same='rec'
            print(type(r).__name__, same)
        except Exception as e: print(p,type(e).__name__,str(e).split(' at 0x')[0])
big=pickle.dumps([list(range(20000)),'x'*70000,b'y'*70000]); import zlib; print(len(big),zlib.crc32(big)); print(len(pickle.loads(big)[0]))
for bad in [b'',b'abc',b'\x80\x09.',b'.',b'(','str',b'h\x00.',b't.']:
    try: print(pickle.loads(bad))
    except Exception as e: print(bad,type(e).__name__,e)
def loc():
    class X: pass
    return X
for o in [loc(),lambda:1,(i for i in ()),open,io.StringIO,loc()()]:
    try: pickle.dumps(o); print('ok')
    except Exception as e: print(type(e).__name__,str(e).split(' at 0x')[0])
class PP(pickle.Pickler):
    def persistent_id(self,o): return ('pid',len(o)) if isinstance(o,str) and o=='ext' else None
    def reducer_override(self,o): return (int,('7',)) if o is P else NotImplemented
class PU(pickle.Unpickler):
    def persistent_load(self,p): return p
    def find_class(self,m,n): print('find',m,n); return super().find_class(m,n)
f=io.BytesIO(); PP(f).dump(['ext',P,1]); print(f.getvalue()); f.seek(0); print(PU(f).load())
x=[1,2]; y=pickle.loads(pickle.dumps([x,x])); print(y[0] is y[1]); r2=pickle.loads(pickle.dumps(P(1))); print(r2.me is r2)
bufs=[]; z=pickle.dumps(pickle.PickleBuffer(b'abc'),5,buffer_callback=bufs.append); print(z,len(bufs),pickle.loads(z,buffers=[b'abc']))
f=io.BytesIO(); pickle.dump(1,f); pickle.dump('two',f); f.seek(0); print(pickle.load(f),pickle.load(f))
print(pickle.HIGHEST_PROTOCOL,pickle.DEFAULT_PROTOCOL,pickle.PicklingError.__mro__,pickle.Pickler)
