# locals() and f_locals while a comprehension inlined in module or class code runs.
import sys
print([sorted(locals()) for x in [1]])
print([locals() is globals() for x in [1]], locals() is globals())
print([sorted(sys._getframe().f_locals) for x in [1]], type([sys._getframe().f_locals for x in [1]][0]))
class C:
    y = 5
    print([sorted(locals()) for x in [1]])
    print([(sorted(vars()), sorted(dir())) for x in [1]])
    print([eval('x') for x in [7]])
    try: print([eval('y') for x in [7]])
    except NameError as e: print(e)
    exec('z = 4')
    print(z)
    [exec('w = 4') for x in [1]]
    try: print(w)
    except NameError as e: print(e)
    class D:
        print([[sorted(locals()) for x in [1]] for q in [2]])
y = 3
print([eval('y + x') for x in [7]])
[exec('w = x') for x in [1]]
try: print(w)
except NameError as e: print(e)
f = [sys._getframe() for x in [1]][0]
print('x' in f.f_locals)
