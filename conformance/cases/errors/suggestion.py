import math

values = [1, 2]
try:
    values.apend(3)
except AttributeError as e:
    print(e.name, e.obj)
print(math.sqrt(16))
print(valeus)
