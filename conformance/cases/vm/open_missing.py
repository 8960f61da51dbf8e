def outer():
    def inner(a, b=2):
        return undefined_thing.foo(a)[b]
    lst = [inner(i) for i in range(3)]
    return lst
with open('/nonexistent/file') as f:
    pass
