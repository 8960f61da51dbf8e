"""pprint at various widths."""
from pprint import pprint, pformat
import collections
pprint([list(range(30)),{'a'*20:'b'*50,'c':[1]*20}])
pprint({'z':1,'a':{'k'*30:['v'*30]*3}}, width=40); pprint('word '*40); pprint([1,2]); pprint(collections.Counter('abracadabra'*3), width=20); pprint({1,2,3}, width=5); pprint((1,)); pprint(b'x'*200); print(pformat({'b':1,'a':2}, sort_dicts=False)); pprint(list(range(50)), compact=True); pprint([[[[1]]]], depth=2); pprint(collections.defaultdict(int,{i:'x'*20 for i in range(5)})); l=[1]; l.append(l); print(pformat(l)[:10]); pprint(collections.OrderedDict((i,'y'*20) for i in range(4))); pprint({'a':(1,2,3)},indent=4,width=10)
