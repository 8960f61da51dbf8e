"""json: reading, writing, errors, hooks."""
import json, sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e, getattr(e,'__notes__',None))
bad=['','{','[','[1,','[1,]','{"a"}','{"a":}','{"a":1,}','{a:1}','{"a":1 "b":2}','[1 2]','"abc','"a\nb"','"\\x"','"\\u12"','"\\ud83d\\ude00"','"\\ud83d"','nul','tru','NaN','-Infinity','Infinity','-','01','1.','1e','1.5e+','1 2','  [1]  x','{"a":1}','[]','{}','  ','"','[1,2','{"a":1','{"a" 1}','{1:2}','-0','-0.0','1E400','123456789012345678901234567890','"\u2028"','[[[[','{"a":{"b":[1,{"c":','"\\"','\ufeff1','{"a":1,"a":2}','{,}','[,]','{"a":1,,}','1.0','1e5','-1','-a','[1,\n2,\n x]','"\\u00e9\\n\\t\\/\\b\\f\\r"','{"a":1 , }','[1 , ]']
for b in bad: print(b.encode('unicode_escape')); t(lambda: json.loads(b))
class X: pass
o=[1,2.5,True,None,'é"\\\n\x01\u2028😀',{'a':[],'b':{}},(1,2),{1:2,None:3,True:4,1.5:6},float('nan'),float('inf'),10**30,[],{}]
for kw in [{},{'indent':2},{'ensure_ascii':False},{'separators':(',',':')},{'indent':'--'},{'indent':0},{'indent':None,'separators':('; ',' = ')}]:
    t(lambda: json.dumps(o,**kw)); print(json.dumps(o,**kw).encode('utf8'))
t(lambda: json.dumps({'b':1,'a':2},sort_keys=True)); t(lambda: json.dumps({'b':1,2:2},sort_keys=True)); t(lambda: json.dumps(X())); t(lambda: json.dumps({X():1})); t(lambda: json.dumps({X():1,'a':2},skipkeys=True)); t(lambda: json.dumps({(1,2):1})); t(lambda: json.dumps(float('nan'),allow_nan=False)); t(lambda: json.dumps([float('-inf')],allow_nan=False,indent=1)); t(lambda: json.dumps(X(),default=lambda o:'x')); t(lambda: json.dumps({1,2},default=list)); t(lambda: json.dumps(1,foo=2)); t(lambda: json.dumps(b'a')); t(lambda: json.loads(b'[1]')); t(lambda: json.loads(1)); t(lambda: json.loads(bytearray(b'{}')))
l=[]; l.append(l); t(lambda: json.dumps(l)); d={}; d['a']=d; t(lambda: json.dumps(d))
t(lambda: json.loads('{"a":1}',object_hook=lambda d:('H',d))); t(lambda: json.loads('{"a":1,"b":2}',object_pairs_hook=lambda d:d)); t(lambda: json.loads('[1.5,2]',parse_float=str,parse_int=lambda s:s+'!')); t(lambda: json.loads('[NaN]',parse_constant=lambda s:s)); t(lambda: json.loads('"a\nb"',strict=False))
class E(json.JSONEncoder):
    def default(self,o):
        if isinstance(o,X): return {'x':1}
        return super().default(o)
t(lambda: json.dumps([X()],cls=E)); t(lambda: json.dumps([1j],cls=E)); t(lambda: E().encode({'a':X()})); t(lambda: list(json.JSONEncoder().iterencode([1,{'a':2}]))); t(lambda: json.JSONDecoder().raw_decode('[1] x')); t(lambda: json.JSONDecoder().raw_decode('x')); t(lambda: json.JSONDecoder().decode(' 1 '))
try: json.loads('[1,\n 2 3]')
except json.JSONDecodeError as e: print(e.msg,e.doc,e.pos,e.lineno,e.colno,type(e).__mro__)
import enum
class C(enum.IntEnum): A=1
t(lambda: json.dumps([C.A,{C.A:1}]))
class S(str): pass
class I(int):
    def __repr__(s): return 'I'
class F(float):
    def __repr__(s): return 'F'
t(lambda: json.dumps([S('a'),I(3),F(1.5),{S('k'):1,I(3):2,F(2.5):3}]))
class B(int): pass
t(lambda: json.dumps({'z':{'b':1,'a':[3,{'q':1}]}},indent=4,sort_keys=True)); t(lambda: json.dumps("")); t(lambda: json.dumps([[]],indent=2)); t(lambda: json.dumps([{}],indent=2)); t(lambda: json.dumps({'a':{}},indent=2))
import sys
t(lambda: json.dumps('\ud800')); t(lambda: json.dumps([1]*3,indent=-1)); t(lambda: json.dumps(True)); t(lambda: json.dumps({'a':1},indent=True))
