"""Loggers, levels, handlers, formatters, filters."""

import logging, sys, io
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format='%(levelname)-8s %(name)s %(funcName)s:%(lineno)d %(filename)s %(message)s')
log=logging.getLogger('a.b')
def f():
    log.debug('x=%d y=%s',1,'z'); log.info('hi'); log.warning('w %(a)s',{'a':5}); log.error('e'); log.critical('c')
    try: 1/0
    except ZeroDivisionError: log.exception('boom')
f()
print(log, log.parent, logging.getLogger('a'), log.parent, logging.root, log.handlers, logging.root.handlers)
log.setLevel(logging.ERROR); log.info('no'); print(log.isEnabledFor(20), log.getEffectiveLevel(), logging.getLevelName(35), logging.getLevelName('INFO'))
logging.disable(logging.CRITICAL); log.critical('none'); logging.disable(logging.NOTSET)
h=logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('{levelname}|{message}|{x}',style='{',defaults={'x':9})); log.addHandler(h); log.propagate=False
log.error('custom',extra={'x':3}); log.error('dflt')
h.addFilter(lambda r: 'skip' not in r.getMessage()); log.error('skip me'); log.error('keep')
a=logging.LoggerAdapter(log,{'x':7}); a.error('adapter'); print(a)
s=io.StringIO(); l2=logging.getLogger('two'); l2.propagate=False; l2.addHandler(logging.StreamHandler(s)); l2.warning('plain'); print(repr(s.getvalue()))
for bad in ["logging.getLogger(5)","log.setLevel('FOO')","log.setLevel(1.5)","logging.Formatter('x')","logging.Formatter('%(x)d',style='?')","logging.basicConfig(foo=1,force=True)","log.log('x','y')","log.error('m',extra={'message':1})","logging.Formatter('{x!z}',style='{')","logging.Formatter('$x $',style='$')"]:
    try: eval(bad)
    except Exception as e: print(bad,type(e),e)
l3=logging.getLogger('err'); l3.propagate=False; l3.addHandler(logging.StreamHandler(sys.stdout)); logging.raiseExceptions=False; l3.warning('%d','x'); 
print(logging.makeLogRecord({'msg':'a','levelno':10}), logging.Handler(), logging.StreamHandler(), logging.NullHandler(), logging.getLevelNamesMapping())
logging.addLevelName(25,'NOTICE'); logging.getLogger('q').log(25,'n')
r=logging.LogRecord('n',20,'/p/q.py',3,'m %s',('v',),None); print(r.getMessage(),r.module,r.levelname,r, logging.Formatter().format(r), logging.Formatter('%(asctime)s %(message)s').usesTime())
print(sorted(l.name for l in logging.getLogger('a').getChildren()), logging.getLogger('a').getChild('c'))
from logging.handlers import MemoryHandler, QueueHandler
m=MemoryHandler(10,target=logging.StreamHandler(sys.stdout)); l4=logging.getLogger('mem'); l4.propagate=False; l4.addHandler(m); l4.warning('kept'); print('--'); l4.error('flush')
logging.getLogger('last').warning
