"""The parts of functools that are written in Python."""

from functools import partial, update_wrapper
from types import GenericAlias, MethodType

__all__ = []


# --- total_ordering ---------------------------------------------------------------------------------------------------
#
# From one ordering method the other three follow: each is the given one, maybe negated, maybe combined with ==.

def _derive(given, name, negate, with_eq, without_eq):
    """The method `name` from the method `given`: `not` applied if `negate`, then joined with == or !=."""

    def method(self, other):
        result = getattr(type(self), given)(self, other)
        if result is NotImplemented:
            return result
        if negate:
            result = not result
        if with_eq:
            return result or self == other
        if without_eq:
            return result and self != other
        return result

    method.__name__ = name
    method.__qualname__ = name
    method.__doc__ = f'Derived from {given} by total_ordering.'
    method.__module__ = 'functools'
    return method


_derivations = {
    '__lt__': [('__gt__', True, False, True), ('__le__', False, True, False), ('__ge__', True, False, False)],
    '__le__': [('__ge__', True, True, False), ('__lt__', False, False, True), ('__gt__', True, False, False)],
    '__gt__': [('__lt__', True, False, True), ('__ge__', False, True, False), ('__le__', True, False, False)],
    '__ge__': [('__le__', True, True, False), ('__gt__', False, False, True), ('__lt__', True, False, False)],
}


def total_ordering(cls):
    """Class decorator that fills in the missing ordering methods."""
    given = {op for op in _derivations if getattr(cls, op, None) is not getattr(object, op, None)}
    if not given:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    # The order of preference is that of the table.
    root = next(op for op in ('__lt__', '__le__', '__gt__', '__ge__') if op in given)
    for name, negate, with_eq, without_eq in _derivations[root]:
        if name not in given:
            setattr(cls, name, _derive(root, name, negate, with_eq, without_eq))
    return cls


# --- partialmethod ------------------------------------------------------------------------------------------------------

class partialmethod:
    """As partial, but a descriptor: in a class body it gives a method with some arguments filled in."""

    __module__ = 'functools'

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func)]
        parts.extend(map(repr, self.args))
        parts.extend(f'{k}={v!r}' for k, v in self.keywords.items())
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(parts)})'

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, '__get__', None)
        if get is not None and not isinstance(self.func, partial):
            bound = get(obj, cls)
            if bound is not self.func:
                # The function bound itself in its own way, as a static or class method does.
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(GenericAlias)


# --- singledispatch -----------------------------------------------------------------------------------------------------

def get_cache_token():
    """A number that changes when an abstract base class gets a registration."""
    import abc
    return abc.get_cache_token()


def _candidates(cls, registry):
    """The registered classes that `cls` is a subclass of, most specific first."""
    mro = cls.__mro__
    direct = [c for c in mro if c in registry]
    virtual = [c for c in registry if c not in mro and isinstance(c, type) and issubclass(cls, c)]
    # Of related virtual bases only the most derived matters.
    virtual = [c for c in virtual if not any(d is not c and issubclass(d, c) for d in virtual)]
    return direct, virtual


def _find_impl(cls, registry):
    direct, virtual = _candidates(cls, registry)
    best = direct[0] if direct else None
    if not virtual:
        return registry.get(best)
    # A virtual base comes after the classes of the mro that derive from it, before those that do not.
    if best is not None and best is not object:
        rivals = [v for v in virtual if not issubclass(best, v)]
        if not rivals or best is cls:
            return registry[best]
        virtual = rivals
    if len(virtual) > 1:
        raise RuntimeError(f'Ambiguous dispatch: {virtual[0]} or {virtual[1]}')
    return registry[virtual[0]]


def singledispatch(func):
    """Turn a function into a generic one, whose implementation depends on the class of the first argument."""
    from types import MappingProxyType, UnionType

    registry = {}
    cache = {}
    token = None

    def dispatch(cls):
        """The implementation for a class."""
        nonlocal token
        if token is not None:
            current = get_cache_token()
            if token != current:
                cache.clear()
                token = current
        try:
            return cache[cls]
        except KeyError:
            pass
        try:
            impl = registry[cls]
        except KeyError:
            impl = _find_impl(cls, registry)
        cache[cls] = impl
        return impl

    def is_union(cls):
        if isinstance(cls, UnionType):
            return True
        origin = getattr(cls, '__origin__', None)
        return origin is not None and getattr(origin, '_name', None) == 'Union'

    def is_valid(cls):
        if isinstance(cls, type) and not isinstance(cls, GenericAlias):
            return True
        return is_union(cls) and all(isinstance(arg, type) for arg in cls.__args__)

    def register(cls, func=None):
        """Register an implementation for a class; usable as a decorator."""
        nonlocal token
        if is_valid(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f'Invalid first argument to `register()`. {cls!r} is not a class or union type.')
            annotations = getattr(cls, '__annotations__', {})
            if not annotations:
                raise TypeError(
                    f'Invalid first argument to `register()`: {cls!r}. '
                    'Use either `@register(some_class)` or plain `@register` on an annotated function.'
                )
            func = cls
            if any(isinstance(hint, str) for hint in annotations.values()):
                from typing import get_type_hints
                annotations = get_type_hints(func)
            argname, cls = next(iter(annotations.items()))
            if not is_valid(cls):
                if is_union(cls):
                    raise TypeError(f'Invalid annotation for {argname!r}. {cls!r} not all arguments are classes.')
                raise TypeError(f'Invalid annotation for {argname!r}. {cls!r} is not a class.')
        if is_union(cls):
            for arg in cls.__args__:
                registry[arg] = func
        else:
            registry[cls] = func
        if token is None and hasattr(cls, '__abstractmethods__'):
            token = get_cache_token()
        cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """As singledispatch for a method: the class of the first argument after self decides."""

    __module__ = 'functools'

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch

        def _method(*args, **kwargs):
            if not args:
                name = getattr(self.func, '__name__', 'singledispatchmethod method')
                raise TypeError(f'{name} requires at least 1 positional argument')
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)


# --- cached_property ----------------------------------------------------------------------------------------------------

_missing = object()


class cached_property:
    """A property computed once for an instance and then kept in its __dict__."""

    __module__ = 'functools'

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                'Cannot assign the same cached_property to two different names '
                f'({self.attrname!r} and {name!r}).'
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f'instance to cache {self.attrname!r} property.'
            ) from None
        value = cache.get(self.attrname, _missing)
        if value is _missing:
            value = self.func(instance)
            try:
                cache[self.attrname] = value
            except TypeError:
                raise TypeError(
                    f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                    f'does not support item assignment for caching {self.attrname!r} property.'
                ) from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


for _f in (total_ordering, singledispatch, get_cache_token):
    _f.__module__ = 'functools'
