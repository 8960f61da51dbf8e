"""Classes whose methods are made from their annotated fields."""

import sys
from types import FunctionType, GenericAlias, MappingProxyType, MemberDescriptorType, GetSetDescriptorType
from keyword import iskeyword
from reprlib import recursive_repr
from copy import deepcopy

__all__ = [
    'dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING',
    'fields', 'asdict', 'astuple', 'make_dataclass', 'replace', 'is_dataclass',
]


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()

_EMPTY_METADATA = MappingProxyType({})


class _FieldKind:
    __slots__ = ('name',)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FieldKind('_FIELD')
_FIELD_CLASSVAR = _FieldKind('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FieldKind('_FIELD_INITVAR')

_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT = '__post_init__'

# Values of these classes are their own deep copies.
_ATOMIC = frozenset({type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), range,
                     property, type, FunctionType, type(len)})


class InitVar:
    """Annotation of a parameter of __init__ that is no field."""

    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f'dataclasses.InitVar[{name}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """One field of a dataclass; made by field()."""

    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare', 'metadata',
                 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    @recursive_repr()
    def __repr__(self):
        return ('Field('
                f'name={self.name!r},type={self.type!r},default={self.default!r},'
                f'default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},'
                f'hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},'
                f'kw_only={self.kw_only!r},_field_type={self._field_type})')

    def __set_name__(self, owner, name):
        # The default may be a descriptor that wants to know its name.
        func = getattr(type(self.default), '__set_name__', None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only', 'slots',
                 'weakref_slot')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen
        self.match_args = match_args
        self.kw_only = kw_only
        self.slots = slots
        self.weakref_slot = weakref_slot

    def __repr__(self):
        shown = ','.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)
        return f'_DataclassParams({shown})'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    """Say more about a field than its annotation and default do."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _tuple_text(obj_name, fields):
    if not fields:
        return '()'
    return '(' + ','.join(f'{obj_name}.{f.name}' for f in fields) + ',)'


class _Functions:
    """Collects the text of functions, compiles them together and puts them into the class."""

    def __init__(self, globals):
        self.globals = globals
        self.names = []
        self.texts = []
        self.locals = {}
        self.overwrite_errors = {}
        self.unconditional = set()
        self.wrappers = {}

    def add(self, name, args, body, *, locals=None, returns=MISSING, overwrite_error=False, unconditional=False,
            wrapper=None):
        if locals is not None:
            self.locals.update(locals)
        self.names.append(name)
        if overwrite_error:
            self.overwrite_errors[name] = overwrite_error
        if unconditional:
            self.unconditional.add(name)
        if wrapper is not None:
            self.wrappers[name] = wrapper
        arrow = ''
        if returns is not MISSING:
            self.locals['__dataclass_return__'] = returns
            arrow = '->__dataclass_return__'
        lines = '\n'.join(body)
        self.texts.append(f' def {name}({",".join(args)}){arrow}:\n{lines}')

    def install(self, cls):
        if not self.names:
            return
        text = (f'def __create_fn__({", ".join(self.locals)}):\n' + '\n'.join(self.texts)
                + f'\n return {",".join(self.names)},')
        ns = {}
        exec(text, self.globals, ns)
        for name, fn in zip(self.names, ns['__create_fn__'](**self.locals)):
            if name in self.wrappers:
                fn = self.wrappers[name](fn)
            fn.__qualname__ = f'{cls.__qualname__}.{fn.__name__}'
            if name in self.unconditional:
                setattr(cls, name, fn)
            elif _set_new_attribute(cls, name, fn):
                hint = self.overwrite_errors.get(name)
                if hint:
                    message = f'Cannot overwrite attribute {fn.__name__} in class {cls.__name__}'
                    if hint is not True:
                        message = f'{message} {hint}'
                    raise TypeError(message)


def _set_new_attribute(cls, name, value):
    if name in cls.__dict__:
        return True
    setattr(cls, name, value)
    return False


def _init_param(f):
    if f.default is MISSING and f.default_factory is MISSING:
        default = ''
    elif f.default is not MISSING:
        default = f'=__dataclass_dflt_{f.name}__'
    else:
        default = '=__dataclass_HAS_DEFAULT_FACTORY__'
    return f'{f.name}:__dataclass_type_{f.name}__{default}'


def _init_line(f, frozen, locals, self_name, slots):
    default_name = f'__dataclass_dflt_{f.name}__'
    if f.default_factory is not MISSING:
        locals[default_name] = f.default_factory
        if f.init:
            value = f'{default_name}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}'
        else:
            value = f'{default_name}()'
    elif f.init:
        if f.default is not MISSING:
            locals[default_name] = f.default
        value = f.name
    elif slots and f.default is not MISSING:
        # With slots there is no class attribute to hold the default.
        locals[default_name] = f.default
        value = default_name
    else:
        return None
    if f._field_type is _FIELD_INITVAR:
        return None
    if frozen:
        return f'  __dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})'
    return f'  {self_name}.{f.name}={value}'


def _add_init(fields, std_fields, kw_only_fields, frozen, has_post_init, self_name, functions, slots):
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f'non-default argument {f.name!r} follows default argument {seen_default.name!r}')
    locals = {f'__dataclass_type_{f.name}__': f.type for f in fields}
    locals['__dataclass_HAS_DEFAULT_FACTORY__'] = _HAS_DEFAULT_FACTORY
    locals['__dataclass_builtins_object__'] = object
    body = []
    for f in fields:
        line = _init_line(f, frozen, locals, self_name, slots)
        if line:
            body.append(line)
    if has_post_init:
        params = ','.join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f'  {self_name}.{_POST_INIT}({params})')
    if not body:
        body = ['  pass']
    params = [_init_param(f) for f in std_fields]
    if kw_only_fields:
        params.append('*')
        params += [_init_param(f) for f in kw_only_fields]
    functions.add('__init__', [self_name, *params], body, locals=locals, returns=None)


def _add_frozen(cls, fields, functions):
    locals = {'__dataclass_cls__': cls, '__dataclass_FrozenInstanceError__': FrozenInstanceError}
    condition = 'type(self) is __dataclass_cls__'
    if fields:
        names = '{' + ', '.join(repr(f.name) for f in fields) + '}'
        condition += f' or name in {names}'
    for method, args, what, call in (
        ('__setattr__', ('self', 'name', 'value'), 'assign to', '__setattr__(name, value)'),
        ('__delattr__', ('self', 'name'), 'delete', '__delattr__(name)'),
    ):
        functions.add(method, args,
                      [f'  if {condition}:',
                       f'   raise __dataclass_FrozenInstanceError__(f"cannot {what} field {{name!r}}")',
                       f'  super(__dataclass_cls__, self).{call}'],
                      locals=locals, overwrite_error=True)


def _is_classvar(a_type, typing):
    return a_type is typing.ClassVar or (type(a_type) is typing._GenericAlias and a_type.__origin__ is typing.ClassVar)


def _is_type_text(annotation, cls, module, wanted, predicate):
    """Does a string annotation such as 'typing.ClassVar[int]' name the wanted special form?"""
    # Only what it begins with is looked at: a name, perhaps with that of a module before it.
    import re
    found = re.match(r'(?:\s*(\w+)\s*\.)?\s*(\w+)', annotation)
    if found is None:
        return False
    prefix, name = found.groups()
    owner = sys.modules.get(cls.__module__)
    if owner is None:
        return False
    if prefix is None:
        ns = owner.__dict__
    else:
        imported = owner.__dict__.get(prefix)
        if imported is not module:
            return False
        ns = module.__dict__
    found = ns.get(name)
    return found is not None and predicate(found, module)


def _get_field(cls, a_name, a_type, default_kw_only):
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, MemberDescriptorType):
            # A slot of that name is not a default.
            default = MISSING
        f = field(default=default)
    f.name = a_name
    f.type = a_type
    f._field_type = _FIELD
    typing = sys.modules.get('typing')
    if typing:
        if _is_classvar(a_type, typing) or (
                isinstance(f.type, str) and _is_type_text(f.type, cls, typing, typing.ClassVar, _is_classvar)):
            f._field_type = _FIELD_CLASSVAR
    if f._field_type is _FIELD:
        if a_type is InitVar or type(a_type) is InitVar or (
                isinstance(f.type, str)
                and _is_type_text(f.type, cls, sys.modules[__name__], InitVar, lambda t, m: t is InitVar)):
            f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR):
        if f.default_factory is not MISSING:
            raise TypeError(f'field {f.name} cannot have a default factory')
    if f._field_type in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f'field {f.name} is a ClassVar but specifies kw_only')
    # A mutable default would be shared by all instances.
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory')
    return f


def _hash_set_none(cls, fields, functions):
    cls.__hash__ = None


def _hash_add(cls, fields, functions):
    names = _tuple_text('self', [f for f in fields if (f.compare if f.hash is None else f.hash)])
    functions.add('__hash__', ('self',), [f'  return hash({names})'], unconditional=True)


def _hash_exception(cls, fields, functions):
    raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')


def _hash_action(unsafe_hash, eq, frozen, has_explicit_hash):
    if unsafe_hash:
        return _hash_exception if has_explicit_hash else _hash_add
    if not eq or has_explicit_hash:
        return None
    return _hash_add if frozen else _hash_set_none


def _annotation_text(t):
    if isinstance(t, str):
        return repr(t)
    module = getattr(t, '__module__', None)
    if module == 'typing':
        return repr(t).replace('typing.', '')
    if isinstance(t, GenericAlias):
        return str(t)
    if isinstance(t, type):
        return t.__qualname__ if module in ('builtins', None) else f'{module}.{t.__qualname__}'
    return repr(t)


def _doc_text(cls, std_fields, kw_only_fields):
    """The class as its call signature, which is the docstring of a dataclass that has none."""
    parts = []

    def add(f):
        text = f'{f.name}: {_annotation_text(f.type)}'
        if f.default_factory is not MISSING:
            text += ' = <factory>'
        elif f.default is not MISSING:
            text += f' = {f.default!r}'
        parts.append(text)

    for f in std_fields:
        add(f)
    if kw_only_fields:
        parts.append('*')
        for f in kw_only_fields:
            add(f)
    return f'{cls.__name__}({", ".join(parts)})'


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    globals = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                                           weakref_slot))
    any_frozen_base = False
    all_frozen_bases = None
    has_dataclass_bases = False
    for b in cls.__mro__[-1:0:-1]:
        base_fields = getattr(b, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            if all_frozen_bases is None:
                all_frozen_bases = True
            for f in base_fields.values():
                fields[f.name] = f
            params = getattr(b, _PARAMS)
            all_frozen_bases = all_frozen_bases and params.frozen
            any_frozen_base = any_frozen_base or params.frozen
    annotations = cls.__dict__.get('__annotations__', {})
    cls_fields = []
    kw_only_seen = False
    for name, type in annotations.items():
        if type is KW_ONLY or (isinstance(type, str) and _is_type_text(
                type, cls, sys.modules[__name__], KW_ONLY, lambda t, m: t is KW_ONLY)):
            if kw_only_seen:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            kw_only_seen = True
            kw_only = True
        else:
            cls_fields.append(_get_field(cls, name, type, kw_only))
    for f in cls_fields:
        fields[f.name] = f
        # The class attribute becomes the plain default, or goes away.
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if all_frozen_bases is False and frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    setattr(cls, _FIELDS, fields)

    class_hash = cls.__dict__.get('__hash__', MISSING)
    # A None that __eq__ alone put there is not an explicit __hash__.
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and '__eq__' in cls.__dict__))
    if order and not eq:
        raise ValueError('eq must be true if order is true')

    all_init_fields = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init_fields = tuple(f for f in all_init_fields if f.init and not f.kw_only)
    kw_only_init_fields = tuple(f for f in all_init_fields if f.init and f.kw_only)
    functions = _Functions(globals)
    if init:
        _add_init(all_init_fields, std_init_fields, kw_only_init_fields, frozen, hasattr(cls, _POST_INIT),
                  '__dataclass_self__' if 'self' in fields else 'self', functions, slots)
    _set_new_attribute(cls, '__replace__', _replace)
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    if repr:
        shown = ', '.join(f'{f.name}={{self.{f.name}!r}}' for f in field_list if f.repr)
        functions.add('__repr__', ('self',), ['  return f"{self.__class__.__qualname__}(' + shown + ')"'],
                      locals={'__dataclasses_recursive_repr': recursive_repr}, wrapper=recursive_repr())
    if eq:
        compared = [f for f in field_list if f.compare]
        terms = [f'self.{f.name}==other.{f.name}' for f in compared]
        condition = ' and '.join(terms) or 'True'
        functions.add('__eq__', ('self', 'other'),
                      ['  if self is other:',
                       '   return True',
                       '  if other.__class__ is self.__class__:',
                       f'   return {condition}',
                       '  return NotImplemented'])
    if order:
        compared = [f for f in field_list if f.compare]
        mine = _tuple_text('self', compared)
        theirs = _tuple_text('other', compared)
        for name, op in (('__lt__', '<'), ('__le__', '<='), ('__gt__', '>'), ('__ge__', '>=')):
            functions.add(name, ('self', 'other'),
                          ['  if other.__class__ is self.__class__:',
                           f'   return {mine}{op}{theirs}',
                           '  return NotImplemented'],
                          overwrite_error='Consider using functools.total_ordering')
    if frozen:
        _add_frozen(cls, field_list, functions)
    action = _hash_action(bool(unsafe_hash), bool(eq), bool(frozen), has_explicit_hash)
    if action:
        action(cls, field_list, functions)
    functions.install(cls)
    if not getattr(cls, '__doc__'):
        if init and '__new__' not in cls.__dict__:
            cls.__doc__ = _doc_text(cls, std_init_fields, kw_only_init_fields)
        else:
            try:
                import inspect
                cls.__doc__ = cls.__name__ + str(inspect.signature(cls)).replace(' -> None', '')
            except (TypeError, ValueError):
                cls.__doc__ = ''
    if match_args:
        _set_new_attribute(cls, '__match_args__', tuple(f.name for f in std_init_fields))
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    if '__abstractmethods__' in cls.__dict__ or hasattr(cls, '__abstractmethods__'):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    return cls


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        if '__dict__' in cls.__dict__:
            yield '__dict__'
        if '__weakref__' in cls.__dict__:
            yield '__weakref__'
    elif isinstance(slots, str):
        yield slots
    elif not hasattr(slots, '__next__'):
        yield from slots
    else:
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")


def _update_func_cell(f, oldcls, newcls):
    """Make `super()` and `__class__` in a method mean the new class."""
    if f is None:
        return False
    if isinstance(f, property):
        return any([_update_func_cell(g, oldcls, newcls) for g in (f.fget, f.fset, f.fdel)])
    while hasattr(f, '__wrapped__'):
        f = f.__wrapped__
    if not isinstance(f, FunctionType):
        return False
    if '__class__' in f.__code__.co_freevars:
        cell = f.__closure__[f.__code__.co_freevars.index('__class__')]
        if cell.cell_contents is oldcls:
            cell.cell_contents = newcls
            return True
    return False


def _add_slots(cls, is_frozen, weakref_slot):
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    cls_dict = dict(cls.__dict__)
    field_names = tuple(f.name for f in fields(cls))
    inherited = {name for base in cls.__mro__[1:-1] for name in _slots_of(base)}
    names = [name for name in field_names if name not in inherited]
    if weakref_slot and '__weakref__' not in inherited:
        names.append('__weakref__')
    cls_dict['__slots__'] = tuple(names)
    for name in field_names:
        cls_dict.pop(name, None)
    cls_dict.pop('__dict__', None)
    cls_dict.pop('__weakref__', None)
    qualname = getattr(cls, '__qualname__', None)
    newcls = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    if qualname is not None:
        newcls.__qualname__ = qualname
    if is_frozen:
        if '__getstate__' not in cls_dict:
            newcls.__getstate__ = _dataclass_getstate
        if '__setstate__' not in cls_dict:
            newcls.__setstate__ = _dataclass_setstate
    for member in newcls.__dict__.values():
        if _update_func_cell(member, cls, newcls):
            break
    return newcls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add __init__, __repr__, __eq__ and more to a class, made from its annotated fields."""

    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                              weakref_slot)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass as a tuple of Field objects."""
    try:
        fields = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(f for f in fields.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """True for a dataclass and for an instance of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dict, nested dataclasses included."""
    if not _is_dataclass_instance(obj):
        raise TypeError('asdict() should be called on dataclass instances')
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    cls = type(obj)
    if cls in _ATOMIC:
        return obj
    if hasattr(cls, _FIELDS):
        if dict_factory is dict:
            return {f.name: _asdict_inner(getattr(obj, f.name), dict) for f in fields(obj)}
        return dict_factory([(f.name, _asdict_inner(getattr(obj, f.name), dict_factory)) for f in fields(obj)])
    if cls is list:
        return [_asdict_inner(v, dict_factory) for v in obj]
    if cls is dict:
        return {_asdict_inner(k, dict_factory): _asdict_inner(v, dict_factory) for k, v in obj.items()}
    if issubclass(cls, tuple):
        if hasattr(cls, '_fields'):
            return cls(*[_asdict_inner(v, dict_factory) for v in obj])
        return cls(_asdict_inner(v, dict_factory) for v in obj)
    if issubclass(cls, dict):
        if hasattr(cls, 'default_factory'):
            result = cls(obj.default_factory)
            for k, v in obj.items():
                result[_asdict_inner(k, dict_factory)] = _asdict_inner(v, dict_factory)
            return result
        return cls((_asdict_inner(k, dict_factory), _asdict_inner(v, dict_factory)) for k, v in obj.items())
    if issubclass(cls, list):
        return cls(_asdict_inner(v, dict_factory) for v in obj)
    return deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The fields of an instance as a tuple, nested dataclasses included."""
    if not _is_dataclass_instance(obj):
        raise TypeError('astuple() should be called on dataclass instances')
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    cls = type(obj)
    if cls in _ATOMIC:
        return obj
    if hasattr(cls, _FIELDS):
        return tuple_factory([_astuple_inner(getattr(obj, f.name), tuple_factory) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return cls(*[_astuple_inner(v, tuple_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return cls(_astuple_inner(v, tuple_factory) for v in obj)
    if isinstance(obj, dict):
        pairs = [(_astuple_inner(k, tuple_factory), _astuple_inner(v, tuple_factory)) for k, v in obj.items()]
        if hasattr(cls, 'default_factory'):
            result = cls(obj.default_factory)
            result.update(pairs)
            return result
        return cls(pairs)
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None):
    """Make a dataclass of field names, (name, type) pairs and (name, type, Field) triples."""
    if namespace is None:
        namespace = {}
    seen = set()
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            tp = 'typing.Any'
        elif len(item) == 2:
            name, tp = item
        elif len(item) == 3:
            name, tp, spec = item
            defaults[name] = spec
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in seen:
            raise TypeError(f'Field name duplicated: {name!r}')
        seen.add(name)
        annotations[name] = tp

    def exec_body(ns):
        ns.update(namespace)
        ns.update(defaults)
        ns['__annotations__'] = annotations

    import types
    cls = types.new_class(cls_name, bases, {}, exec_body)
    if module is None:
        module = sys._getframe(1).f_globals.get('__name__', '__main__')
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new instance with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError('replace() should be called on dataclass instances')
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f'field {f.name} is declared with init=False, it cannot be specified with replace()')
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f'InitVar {f.name!r} must be specified with replace()')
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
