# doctest derives a class from this one; nobody debugs here.
class Pdb:
    def __init__(self, *args, **kwargs):
        pass


def set_trace(*args, **kwargs):
    pass
