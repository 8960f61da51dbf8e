class Foo:
    x: int = 1
    def bar(self):
        return self.__baz
    @property
    def p(self): return self.q
Foo().p
