"""Names that mean something to the host language mean nothing here."""
def t(f):
    try: print(repr(f())[:80])
    except BaseException as e: print(type(e).__name__, str(e)[:100])
for name in ['__proto__','constructor','prototype','__defineGetter__','toString','hasOwnProperty','valueOf','attrs','mro_','items','dict','type','v','cache']:
    for o in [1,'a',[],{},(1,),None,len,int,type,t,object(),Exception(),1.5,b'a']:
        if hasattr(o,name) and name not in ('items','dict','type'): print('LEAK',name,o)
class A: pass
a=A()
a.__proto__=1; print(a.__dict__, a.__proto__)
setattr(a,'constructor',2); print(a.constructor, A().__dict__)
d={'__proto__':1}; print(d, d['__proto__'], '__proto__' in {}, 'constructor' in {})
print('{0.__class__.__mro__}'.format(1)); t(lambda:'{0.constructor}'.format(1)); t(lambda:'{0[__proto__]}'.format({}))
t(lambda: (lambda **k:k)(**{'__proto__':1,'constructor':2}))
class __proto__: pass
print(__proto__)
globals()['__proto__x']=3; print(__proto__x)
import types
m=types.ModuleType('__proto__'); m.constructor=1; print(m, vars(m)['constructor'])
try: import constructor
except ImportError as e: print(e)
try: import __proto__ as q
except ImportError as e: print(e)
try: import toString
except ImportError as e: print(e)
def f(__proto__, constructor=3): return __proto__, constructor
print(f(1), f(__proto__=2, constructor=4))
class S: __slots__=('__proto__x','constructor')
s=S(); s.constructor=1; print(s.constructor)
t(lambda: type('__proto__',(),{'toString':1}).toString)
from collections import namedtuple
print([c.__name__ for c in object.__subclasses__() if 'Host' in c.__name__ or 'Function'==c.__name__])
t(lambda: NameError(name='x', **{'__proto__':1}))
t(lambda: ImportError(constructor=1))
t(lambda: sorted([1],toString=1)); t(lambda: print(constructor=1)); t(lambda: int(__proto__=1)); t(lambda: dict(__proto__=1, constructor=2))
t(lambda: types.SimpleNamespace(__proto__=1, constructor=2))
