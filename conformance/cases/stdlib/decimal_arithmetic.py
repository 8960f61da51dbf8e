"""Operations of decimal contexts on random operands: results and flags."""

import decimal, random, sys, operator, math
from decimal import *
seed=11
N=70
r=random.Random(seed)
def num():
    k=r.random()
    if k<0.04: return Decimal(r.choice(['Infinity','-Infinity','NaN','sNaN','-NaN123','sNaN45','0','-0','0E+5','0E-7','1','-1','1.000','10','100','1E+3']))
    nd=r.choice([1,2,3,5,9,10,15,30])
    d=''.join(r.choice('0123456789' if r.random()<.7 else '05949') for _ in range(nd))
    e=r.choice([0,0,0,-1,-2,-5,-10,3,r.randint(-30,30),r.randint(-400,400)])
    return Decimal(('-' if r.random()<.4 else '')+d+'E%d'%e)
def ctx():
    c=Context(prec=r.choice([1,2,3,5,9,16,28,40]),rounding=r.choice(['ROUND_UP','ROUND_DOWN','ROUND_CEILING','ROUND_FLOOR','ROUND_HALF_UP','ROUND_HALF_DOWN','ROUND_HALF_EVEN','ROUND_05UP']),
      Emin=r.choice([-999999,-10,-50,-383]),Emax=r.choice([999999,10,50,384]),clamp=r.choice([0,0,1]),capitals=r.choice([0,1]),traps=[],flags=[])
    return c
un='abs minus plus next_minus next_plus normalize to_integral to_integral_exact to_integral_value sqrt logb logical_invert number_class to_sci_string to_eng_string is_normal is_subnormal is_zero is_signed copy_abs copy_negate create_decimal'.split()
bi='add subtract multiply divide divide_int divmod compare compare_signal max max_mag min min_mag next_toward quantize remainder remainder_near compare_total compare_total_mag copy_sign logical_and logical_or logical_xor rotate same_quantum scaleb shift'.split()
tr='exp ln log10'.split()
def show(*a):
    out=[]
    for x in a: out.append(repr(x))
    print(*out)
for i in range(N):
    c=ctx(); a,b,t=num(),num(),num()
    if r.random()<.3: b=Decimal(r.randint(-40,40))
    if r.random()<.1: a=Decimal(''.join(r.choice('01') for _ in range(7)));b=Decimal(''.join(r.choice('01') for _ in range(5)))
    def run(name,*args):
        c.clear_flags()
        try: v=getattr(c,name)(*args)
        except Exception as e: v=type(e).__name__,str(e)
        print(name,*args,'|',c.prec,c.rounding,c.Emin,c.Emax,c.clamp,'->',v,[k.__name__ for k,x in c.flags.items() if x])
    for n in r.sample(un,4): run(n,a)
    for n in r.sample(bi,6): run(n,a,b)
    if r.random()<.3: run('fma',a,b,t)
    if r.random()<.5:
        e=Decimal(r.choice(['0.5','-0.5','2','3','-2','7','1.5','0','-1','10','0.1','100','-3.7','1E+2','Infinity','-Infinity']))
        x=a if abs(a.adjusted())<60 else Decimal(r.randint(-30,30))/7
        run('power',x,e)
    if r.random()<.4:
        x=a if abs(a.adjusted())<60 else Decimal(r.randint(1,30))/7
        if r.random()<.6: x=x.copy_abs()
        for n in tr:
            run(n,x)
