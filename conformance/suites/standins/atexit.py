# Nothing is run at the end of a test module.
def register(func, *args, **kwargs):
    return func


def unregister(func):
    pass
