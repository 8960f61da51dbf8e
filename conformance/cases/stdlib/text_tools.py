"""calendar, uuid, shlex, fnmatch, colorsys, difflib, sched."""

import calendar, uuid, shlex, fnmatch, colorsys, difflib, sched, locale
print(calendar.month(2024,2)); print(calendar.calendar(2023)); print(calendar.TextCalendar(6).formatmonth(2025,8,4,2))
print(calendar.monthrange(2024,2),calendar.isleap(1900),calendar.leapdays(1900,2001),calendar.weekday(2024,1,1),calendar.monthcalendar(2024,9),calendar.timegm((2020,1,2,3,4,5)))
print(list(calendar.day_name),list(calendar.month_abbr),calendar.month_name[3],calendar.day_abbr[-1],calendar.FEBRUARY,calendar.Month(3),calendar.SUNDAY)
print(calendar.HTMLCalendar().formatmonth(2024,2)); print(calendar.Calendar(2).yeardayscalendar(2020,4)[0][0]); print(list(calendar.Calendar().itermonthdates(2024,2))[:3],list(calendar.Calendar(3).itermonthdays4(2024,2))[:3])
calendar.setfirstweekday(6); calendar.prmonth(2020,1); print(calendar.weekheader(3))
for e in ['calendar.month(2020,13)','calendar.setfirstweekday(9)','calendar.monthrange(2020,0)']:
    try: eval(e)
    except Exception as x: print(type(x),x)
u=uuid.UUID('12345678-1234-5678-1234-567812345678'); print(u,repr(u),u.hex,u.int,u.fields,u.urn,u.bytes_le,u.variant,u.version,u.time,u.clock_seq,u.node)
print(uuid.uuid5(uuid.NAMESPACE_DNS,'python.org'),uuid.uuid3(uuid.NAMESPACE_URL,'x'),uuid.uuid4().version,len(str(uuid.uuid1())),uuid.UUID(int=5)<u,hash(u)==hash(u.int),uuid.UUID(bytes=u.bytes)==u,uuid.UUID(fields=u.fields)==u)
for e in ['uuid.UUID("x")','uuid.UUID()','uuid.UUID(int=-1)','u.__setattr__("int",3)']:
    try: eval(e)
    except Exception as x: print(type(x),x)
for s in ["a b 'c d' \"e f\" g\\ h # c","it''s","a\"b\\\"c\"", "'a'\"b\"", "x=1;y"]:
    print(shlex.split(s),shlex.split(s,comments=True),list(shlex.shlex(s)) if "'" not in s or True else 0, list(shlex.shlex(s,posix=True,punctuation_chars=True)))
print(shlex.quote("it's"),shlex.quote('abc'),shlex.quote(''),shlex.join(['a b','c']))
try: shlex.split("'abc")
except ValueError as e: print(e)
for n,p in [('a.py','*.py'),('a.py','?.p[xy]'),('a.py','[!b]*'),('[x]','[[]x]'),('ab','a[]b]'),('a-b','a[a-]b'),('x','[z-a]'),('a','[]'),('abc.txt','*b*.t?t')]: print(n,p,fnmatch.fnmatch(n,p),fnmatch.translate(p))
print(fnmatch.filter(['a.py','b.txt','c.py'],'*.py'))
for t in [(0.2,0.4,0.6),(1,1,1),(0,0,0),(0.9,0.1,0.5)]: print(colorsys.rgb_to_hsv(*t),colorsys.rgb_to_hls(*t),colorsys.rgb_to_yiq(*t),colorsys.hsv_to_rgb(*t),colorsys.hls_to_rgb(*t),colorsys.yiq_to_rgb(*t))
a="one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n".splitlines(1); b="one\ntoo\nthree\nfour\nfive\nsix\nseven\neight\nnein\nten\n".splitlines(1)
for f in (difflib.unified_diff,difflib.context_diff): print(''.join(f(a,b,'a','b',n=1)))
print(''.join(difflib.ndiff(a,b)))
s=difflib.SequenceMatcher(None,'abcd efgh xyz','bcde xefg yz'); print(s.ratio(),s.quick_ratio(),s.real_quick_ratio(),s.get_opcodes(),s.get_matching_blocks(),s.find_longest_match())
print(difflib.get_close_matches('appel',['ape','apple','peach','puppy']),list(difflib.restore(difflib.ndiff(a,b),2))==b)
q=sched.scheduler(timefunc=iter(range(1000)).__next__,delayfunc=lambda x:None); q.enter(3,1,print,('late',)); q.enter(1,2,print,('b',)); e=q.enter(1,1,print,('a',),{'end':'!\n'}); print(len(q.queue)); q.run()
import random
r=random.Random(3)
for i in range(40):
    x=''.join(r.choice('abc d') for _ in range(r.randint(0,30)));y=''.join(r.choice('abc d') for _ in range(r.randint(0,30)))
    s=difflib.SequenceMatcher(lambda c:c==' ',x,y); print(s.get_opcodes(),s.ratio()); 
    X=[''.join(r.choice('ab c') for _ in range(4))+'\n' for _ in range(r.randint(0,8))];Y=[l if r.random()<.5 else l[:2]+'z\n' for l in X]
    print(list(difflib.ndiff(X,Y)),list(difflib.unified_diff(X,Y)))
