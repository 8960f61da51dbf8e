print("start")
if True:
    x = = 3
