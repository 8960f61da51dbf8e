# Dataclasses and chained maps that do not fit the width; separators JSON does not take.
import json

import pprint, dataclasses, collections
@dataclasses.dataclass
class D:
    field1: int
    field2: str
    field3: object = None
    hid: int = dataclasses.field(default=1, repr=False)
pprint.pprint(D(1,'two'))
pprint.pprint([D(1,'x'*50, {'a':list(range(30))})])
pprint.pprint({'k': D(1, 'y'*80)}, width=40)
d=D(1,'a'); d.field3=d
pprint.pprint(d, width=10)
@dataclasses.dataclass
class C2(D):
    def __repr__(self): return 'C2!'
pprint.pprint(C2(1,'z'*100))
pprint.pprint(collections.ChainMap({'a':list(range(20)), 'b':'the quick brown fox'*3}, {'c':1}), width=30)
import types
pprint.pprint(types.SimpleNamespace(the=0, quick=1, brown='x'*70))
for ind in (None, 2):
  for s in ((b', ', ': '), (', ', b': '), (1, 2), (b',', b':'), (',',), 'ab', ('a','b','c'), None):
    try: print(json.dumps({1:[2,3],4:5}, separators=s, indent=ind))
    except Exception as e: print(ind, s, type(e).__name__, e)
for ind in (1.5, b'x', True, -1, '', 'é', [], 'ab'):
    try: print(json.dumps({1:[2]}, indent=ind))
    except Exception as e: print(ind, type(e).__name__, e)
