import sys
try:
    try:
        1/0
    finally:
        [].pop()
except IndexError:
    sys.exit("bye")
