import warnings
warnings.warn("hello")
warnings.warn("dep", DeprecationWarning)
def f(): warnings.warn("lvl", UserWarning, stacklevel=2)
f()
for i in range(2): f()
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("x"); f()
print(len(w), w[0].message, w[0].category, w[1].lineno)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("boom")
    except UserWarning as e: print(repr(e))
try: warnings.warn("a", int)
except TypeError as e: print(e)
if NotImplemented: pass
print(warnings.formatwarning("m", UserWarning, "f.py", 3, "line"))
