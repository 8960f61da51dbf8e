"""Syntax trees as objects: parse, dump, unparse, literal_eval, visitors, compile."""

import ast, copy, sys, warnings
src='''
"""doc"""
import os as o, sys
from . import x
from a.b import *
@dec(1)
async def f(a, /, b: int=2, *args, c, d=4, **kw) -> str:
    async with a as b, c: await d
    async for i in x: yield i
    return [i async for i in z if i]
class C(B, metaclass=M):
    x: int = 3
    def m(self): global q; nonlocal_ = lambda x, *y: x if y else (z := 3)
    def n[T: int](self): pass
type A[T] = list[T]
match p:
    case {"a": 1, **r}: pass
    case [1, *_] | C(x=3) as k if k: pass
    case None: pass
try: raise E from e
except (A, B) as c: del x[1:2, ...], y.z
else: assert a, b
finally:
    while not a < b <= c: break
with open(f"a{x!r:>{w}}b") as g: x += -1j ** b"q"
for a, *b in {**c, 'd': {1, 2}}: continue
print(a and b or c, *d, k=1, **e)
'''
t=ast.parse(src)
print(ast.dump(t)); print(ast.dump(t,indent=2,include_attributes=True)[:3000]); print(ast.unparse(t))
print(ast.dump(ast.parse('a+1',mode='eval'),annotate_fields=False), ast.dump(ast.parse('x',mode='single')), ast.dump(ast.Name('x'),show_empty=True), ast.dump(ast.Constant(1,kind=None)), ast.dump(ast.arguments()),ast.dump(ast.parse('f()'),show_empty=True))
for s in ['1','[1,2,(3,"a"),{4:5},{6}]','-1.5','1+2j','set()','b"x"',' None','...','"a" "b"','f()','1+x','{**a}','__import__("os")','-"a"','1+1','(1,)*2']:
    try: print(s, repr(ast.literal_eval(s)))
    except Exception as e: print(s, type(e).__name__, str(e).split('<')[0])
class V(ast.NodeVisitor):
    def visit_Name(self,n): print('name',n.id,n.lineno,n.col_offset,n.end_col_offset); self.generic_visit(n)
V().visit(ast.parse('a.b(c)+d'))
class T(ast.NodeTransformer):
    def visit_Name(self,n): return ast.copy_location(ast.Name('zz',n.ctx),n)
    def visit_Constant(self,n): return ast.Constant(n.value*2)
    def visit_Pass(self,n): return None
    def visit_Expr(self,n): return [n,n]
t2=T().visit(ast.parse('x=1\nif y: pass\nz'));print(ast.unparse(t2))
exec(compile(ast.fix_missing_locations(T().visit(ast.parse('q=21'))),'<t>','exec')); print(zz)
print(eval(compile(ast.Expression(ast.BinOp(ast.Constant(2),ast.Mult(),ast.Constant(4),lineno=1,col_offset=0),lineno=1),'','eval')) if 0 else '')
e=ast.fix_missing_locations(ast.Expression(ast.BinOp(ast.Constant(2),ast.Mult(),ast.Constant(4)))); print(eval(compile(e,'<x>','eval')))
for x in ["ast.Name('x',1,2)","ast.Name('x',id=3)","compile(ast.Module(1),'','exec')","compile(ast.Expression(ast.Name('x')),'','eval')","compile(ast.Name('x'),'','eval')","compile(ast.fix_missing_locations(ast.Expression(ast.BinOp(ast.Constant(5),None,ast.Constant(3)))),'','eval')","ast.parse('a b')","ast.parse('(')","ast.dump(5)","ast.get_docstring(ast.Name('x'))"]:
    try: print(x, eval(x))
    except Exception as ex: print(x,type(ex).__name__,ex)
print(ast.get_docstring(t), [type(n).__name__ for n in ast.walk(ast.parse('a=b'))], [f for f,_ in ast.iter_fields(ast.parse('a=b').body[0])])
print(ast.get_source_segment('x = f(1,\n  2)', ast.parse('x = f(1,\n  2)').body[0].value), ast.Load() is ast.Load(), ast.parse('a').body[0].value.ctx is ast.parse('b').body[0].value.ctx)
print(ast.Name._fields, ast.Name.__match_args__, ast.Name._attributes, ast.BinOp.__mro__, ast.Name.__doc__, ast.expr.__doc__, ast.comprehension.__doc__)
print(ast.Name._field_types, ast.For._field_types['body'], ast.Return._field_types)
n=ast.parse('a+b'); m=copy.deepcopy(n); print(ast.dump(n)==ast.dump(m), m.body[0] is not n.body[0])
print(sorted(vars(ast.FunctionDef("f",ast.arguments()))), isinstance(ast.parse('1').body[0].value, ast.Constant), ast.parse('1').body[0].value.value, ast.Constant(3).kind)
match ast.parse('a+1',mode='eval').body:
    case ast.BinOp(ast.Name(id), ast.Add(), ast.Constant(v)): print(id,v)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); ast.Name(); ast.Name('x',foo=1); print([str(x.message) for x in w])
print(compile('a=1','f','exec',ast.PyCF_ONLY_AST).body, ) if 0 else print(type(compile('a=1','f','exec',ast.PyCF_ONLY_AST)))
ast.increment_lineno(n,5); print(n.body[0].lineno)
try: ast.parse('x = = 1', 'file.py')
except SyntaxError as e: print(e.filename,e.lineno,e.offset,e.msg,e.text)
