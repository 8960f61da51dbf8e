"""Decimal and Context as Python types: construction, comparison, conversion, formatting, errors."""

import decimal, random, sys, operator, math, copy, numbers, fractions
from decimal import *
r=random.Random(5)
def tryit(label,f,*a):
    try: v=f(*a); v=(type(v).__name__,v)
    except Exception as e: v=(type(e).__name__,str(e))
    print(label,*map(repr,a),v)
D=Decimal
for s in ['1','-1.5',' 3.14 ','1_000.5','1__0','_1','1e5','1E-5','.5','5.','.','','e5','1e','inf','-Infinity','infi','nan','NaN12','snan','sNaN 1','١٢٣','1 2','0x1','1e9999999999999999999','1e-9999999999999999999','0e9999999999999999999','\u20031\u2003','1\x00']:
    tryit('D',D,s)
    tryit('cd',getcontext().create_decimal,s)
for v in [1,-5,True,10**30,0.1,1e300,5e-324,float('inf'),float('nan'),-0.0,(0,(1,2,3),-1),(1,(),'F'),(0,(1,),'n'),(0,(),'N'),(0,(1,2,3),'x'),(2,(1,),0),(0,(10,),0),(0,[1,2],0),[0,(1,2),1],(0,(1,)),None,1j,b'1',[],{},object,(0,'12',0),(0,(1,2),1.5),('0',(1,),1),(0,(0,0,1),3)]:
    tryit('D',D,v); tryit('ff',D.from_float,v); tryit('cdf',getcontext().create_decimal_from_float,v)
vals=[D('1'),D('-0'),D('NaN'),D('Infinity'),D('-3.7'),D('1E+5'),D('2.5')]
others=[1,2.5,True,'1',1j,2+0j,None,fractions.Fraction(5,2),float('nan'),float('inf'),10**20]
for a in vals:
    for b in vals+others:
        for op in 'eq ne lt le gt ge add sub mul truediv floordiv mod pow'.split():
            try: v=getattr(operator,op)(a,b)
            except Exception as e: v=(type(e).__name__,str(e))
            try: w=getattr(operator,op)(b,a)
            except Exception as e: w=(type(e).__name__,str(e))
            print(op,a,b,v,w)
        try: v=divmod(a,b)
        except Exception as e: v=(type(e).__name__,str(e))
        print(v)
    for f in [hash,int,float,complex,math.floor,math.ceil,math.trunc,round,abs,operator.neg,operator.pos,bool,str,repr,D.as_tuple,D.as_integer_ratio,D.adjusted,D.__reduce__,copy.copy,copy.deepcopy,lambda d:round(d,1),lambda d:round(d,-1),lambda d:round(d,'x'),D.radix,D.canonical,lambda d:d.real,lambda d:d.imag,D.conjugate,math.sqrt, lambda d:fractions.Fraction(d)]:
        if f is hash and a.is_nan(): continue
        tryit(getattr(f,'__name__','?'),f,a)
for i in range(20):
    d=D(r.randint(-10**r.randint(1,30),10**20)).scaleb(r.randint(-30,30))
    print(hash(d),hash(fractions.Fraction(d))==hash(d),float(d),int(d) if abs(d.adjusted())<100 else 0,d.as_integer_ratio())
fmts=['','e','E','f','F','g','G','n','%','.0f','.2f','.3e','.0e','.5g','.1%','10','<10','>10.2f','^15.3e','*^20','+','+.2f',' .1f','-','010','010.3f','015,.2f',',','20,','08,','012,.1%','z','z.1f','+z.0f','_','x','d','s','.','.2','.0','.1','10.5','=10','*=10.2f','<08','0<8','#.2f','5.1n','1000000000000.2f','é>10','😀^9','.2F','0>12,','0=12,.2f','e0','%%','<','>','2.30f',',.3','010n',',n']
for d in [D('0'),D('-1234567.891'),D('1E+10'),D('NaN'),D('-Infinity'),D('0E+5'),D('9.9995'),D('-0.004')]:
    for f in fmts: tryit(f,format,d,f)
for i in range(150):
    d=D(r.choice(['','-'])+str(r.randint(0,10**r.randint(0,18)))+'E%d'%r.randint(-20,12))
    f=r.choice(['','*<','>','x^','=','0='])+r.choice(['','+',' ','-'])+r.choice(['','z'])+r.choice(['','0'])+r.choice(['','5','20','33'])+r.choice(['',','])+r.choice(['','.0','.1','.4','.12'])+r.choice(['','e','E','f','F','g','G','%'])
    tryit(f,format,d,f)
c=getcontext()
print(c, c.flags, c.traps, c.flags is c.flags, sorted(dir(c))==sorted(set(dir(c))))
for k,v in [('prec',0),('prec',-1),('prec','a'),('prec',10**30),('Emin',1),('Emax',-1),('rounding','x'),('rounding',1),('capitals',2),('clamp',5),('flags',1),('traps',[1]),('prec',5.5),('flags',{}),('traps',{Inexact:True})]:
    tryit(k,setattr,Context(),k,v)
tryit('del',delattr,Context(),'prec')
with localcontext() as l:
    l.prec=5; print(D(1)/3, l)
    with localcontext(Context(prec=3)) as m: print(D(1)/3,m)
    print(+D('1.23456789'))
print(D(1)/3)
with localcontext(prec=4,rounding=ROUND_UP): print(D(2)/3)
tryit('lc',lambda: localcontext(prec=4,foo=1)); tryit('lc',localcontext,5)
tryit('Ctx',lambda: Context(1,2)); tryit('Ctx',lambda:Context(foo=1)); tryit('Ctx',lambda:Context(traps=[Inexact],flags=[Rounded])); tryit('Ctx',lambda:Context(traps={s:False for s in c.flags}))
c.traps[FloatOperation]=True
tryit('fo',D,0.5); tryit('fo',lambda: D(1)<0.5); tryit('fo',lambda: D(1)==0.5); c.traps[FloatOperation]=False
c.clear_flags()
for e in ['D(1)/0','D(0)/0','D(1)//0','D(0)//0','D(1)%0','D(0)%0','divmod(D(1),0)','D("inf")-D("inf")','D(10)**1000000000','D(-1)**D("0.5")','D("sNaN")+1','D(0)**0','D("1e30")%7','D("1e30")//7','D(5).quantize(D("1e-40"))','D(-1).ln()','D(0).ln()','D(-1).sqrt()','D("1e400000").exp()','pow(D(3),D(5),D(7))','pow(D(3),5,7)','pow(3,D(5),7)','pow(D(3),-1,7)','pow(D(3),5,0)','pow(D("1.5"),2,3)','D(1).quantize("1")','D(1).quantize(D(1),"x")','D(1).exp(5)','D(1).compare(1.5)','D("1.25").quantize(D("0.1"),ROUND_HALF_UP)','D("1.25").quantize(D("0.1"),rounding=ROUND_HALF_EVEN)','D("1.25").quantize(exp=D("0.1"))','D(2)**D("0.5")','D(2).sqrt(Context(prec=60))','D(1).to_integral_value(rounding=ROUND_UP)','D("1.7").to_integral(ROUND_DOWN)','D("NaN")<1','D("sNaN")==1','hash(D("sNaN"))','float(D("sNaN"))','int(D("NaN"))','int(D("inf"))','sum([D("0.1")]*10)','max(D(1),D(2))','sorted([D(3),1,D("1.5"),2.5])','D(10)**-2','D("1.1")**2','D("1.1")**-2','D(2)**3','4*D("2.5")','1/D(3)','10-D("0.1")','7//D(2)','7%D(2)','2**D(3)','-D(0)','+D("-0")','abs(D("-0"))','D("123.456").normalize()','D(100).normalize()','D(7).next_plus()','D("1.5").is_integer()','D(3).numerator','D(3).denominator','D(5).foo','D.foo','D(1,2,3)','D(value="5")','D("5",None)','D("x",Context(traps=[]))','Decimal()', 'D("1").shift(2)','D("7").logical_and(1)','Context().power(2,3)','Context().power(a=2,b=3,modulo=5)','Context().add(1,2)','Context().add("1",2)','Context().divide(1,3)','Context(prec=5).create_decimal("1.23456789")','Context(prec=5).create_decimal(1.23456789)','Context().copy_decimal(5)','Context().canonical(5)','Context().Etiny()','Context().Etop()','Context(prec=999999999999999999,Emax=999999999999999999,Emin=-999999999999999999)','MAX_PREC,MAX_EMAX,MIN_EMIN,MIN_ETINY','isinstance(D(1),numbers.Number),isinstance(D(1),numbers.Real)','D.__name__,D.__module__,D.__qualname__','DecimalTuple(0,(1,),2)','D(DecimalTuple(0,(1,),2))','Inexact','type(c.flags).__name__','{Inexact:1}[Inexact]','c.flags==c.traps','list(c.flags)','len(c.flags)','c.flags[5]','c.flags.copy()','c.copy()','c.__reduce__()','c.foo','setcontext(5)','int(D("1e3"))','"%s %r %d %.2f %e"%(D("1.5"),D("1.5"),D("1.5"),D("1.555"),D("1.5"))','f"{D(3):.2f} {D(3)!r:>20}"','bool(D("NaN"))','D("1")==D("1.0"),hash(D("1.0"))==hash(1)','D(0.1)','round(D("2.675"),2)','round(D("1234.5"),-2)','statistics.mean([D(1),D(2)])']:
    try: v=eval(e,globals()|{'statistics':__import__('statistics')})
    except BaseException as x: v=(type(x).__name__,str(x))
    print(e,'=>',v)
class S(D):
    def __repr__(self): return 'S(%s)'%self
s=S('1.5'); print(s,repr(s),type(s+1),type(-s),S.from_float(0.5),s.__reduce__(), D(s), type(D(s)),copy.copy(s) is s)
class C2(Context): pass
print(C2(prec=3), type(C2().copy()))
