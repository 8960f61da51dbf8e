class A:
    def __init__(self): self.value = 1
    def m(self): return valu
a = A()
try:
    a.m()
except NameError:
    a.valeu
