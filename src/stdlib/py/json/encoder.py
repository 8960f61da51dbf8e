"""JSONEncoder."""

from _json_text import encode as _encode, encode_basestring, encode_basestring_ascii

__all__ = ['JSONEncoder']


class JSONEncoder:
    """Writes JSON. A subclass redefines default() for objects JSON has no form for."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """An object to write in place of o; TypeError if there is none."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """The JSON of an object."""
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        return _encode(o, self.default, self.ensure_ascii, indent, self.item_separator, self.key_separator,
                       self.sort_keys, self.skipkeys, self.allow_nan, self.check_circular)

    def iterencode(self, o, _one_shot=False):
        """The JSON of an object in pieces."""
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        active = {} if self.check_circular else None
        return self._pieces(o, indent, 0, active)

    def _scalar(self, o):
        """The JSON of what is neither a container nor in need of default(), else None."""
        if o is None or isinstance(o, (str, int, float)):
            return _encode(o, self.default, self.ensure_ascii, None, '', '', False, False, self.allow_nan, False)

    def _pieces(self, o, indent, level, active):
        text = self._scalar(o)
        if text is not None:
            yield text
            return
        if active is not None:
            if id(o) in active:
                raise ValueError('Circular reference detected')
            active[id(o)] = o
        if isinstance(o, dict):
            yield from self._dict_pieces(o, indent, level, active)
        elif isinstance(o, (list, tuple)):
            yield from self._list_pieces(o, indent, level, active)
        else:
            yield from self._pieces(self.default(o), indent, level, active)
        if active is not None:
            del active[id(o)]

    def _list_pieces(self, items, indent, level, active):
        if not items:
            yield '[]'
            return
        buf = '['
        separator = self.item_separator
        if indent is not None:
            newline = '\n' + indent * (level + 1)
            separator += newline
            buf += newline
        for i, value in enumerate(items):
            if i:
                buf = separator
            text = self._scalar(value)
            if text is not None:
                yield buf + text
            else:
                yield buf
                yield from self._pieces(value, indent, level + 1, active)
        if indent is not None:
            yield '\n' + indent * level
        yield ']'

    def _dict_pieces(self, mapping, indent, level, active):
        if not mapping:
            yield '{}'
            return
        yield '{'
        separator = self.item_separator
        newline = None
        if indent is not None:
            newline = '\n' + indent * (level + 1)
            separator += newline
        first = True
        for key, value in sorted(mapping.items()) if self.sort_keys else mapping.items():
            if isinstance(key, str):
                pass
            elif key is None or isinstance(key, (int, float)):
                key = self._scalar(key)
            elif self.skipkeys:
                continue
            else:
                raise TypeError(f'keys must be str, int, float, bool or None, not {key.__class__.__name__}')
            if first:
                first = False
                if newline is not None:
                    yield newline
            else:
                yield separator
            yield encode_basestring_ascii(key) if self.ensure_ascii else encode_basestring(key)
            yield self.key_separator
            text = self._scalar(value)
            if text is not None:
                yield text
            else:
                yield from self._pieces(value, indent, level + 1, active)
        if not first and indent is not None:
            yield '\n' + indent * level
        yield '}'
