# doctest derives a class from this one; nobody debugs here.
def set_trace(*args, **kwargs):
    pass


class Pdb:
    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        return lambda *args, **kwargs: None
