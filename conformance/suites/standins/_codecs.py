# The names of the C module of codecs, by means of str.encode and bytes.decode, until there is one.
_registry = []
_handlers = {}


def register(search_function):
    _registry.append(search_function)


def unregister(search_function):
    _registry.remove(search_function)


def lookup(encoding):
    for search in _registry:
        found = search(encoding.lower().replace('-', '_').replace(' ', '_'))
        if found is not None:
            return found
    raise LookupError(f'unknown encoding: {encoding}')


def encode(obj, encoding='utf-8', errors='strict'):
    return obj.encode(encoding, errors) if isinstance(obj, str) else lookup(encoding).encode(obj, errors)[0]


def decode(obj, encoding='utf-8', errors='strict'):
    return lookup(encoding).decode(obj, errors)[0] if isinstance(obj, str) else bytes(obj).decode(encoding, errors)


def register_error(name, handler):
    _handlers[name] = handler


def lookup_error(name):
    if name in ('strict', 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'namereplace',
                'surrogateescape', 'surrogatepass'):
        return _handlers.setdefault(name, lambda exc: ('', exc.end))
    if name not in _handlers:
        raise LookupError(f'unknown error handler name {name!r}')
    return _handlers[name]


def _coder(name):
    def encoder(text, errors='strict'):
        return text.encode(name, errors or 'strict'), len(text)

    def decoder(data, errors='strict', final=True):
        return bytes(data).decode(name, errors or 'strict'), len(data)

    return encoder, decoder


utf_7_encode, utf_7_decode = _coder('utf-7')
utf_8_encode, utf_8_decode = _coder('utf-8')
utf_16_encode, utf_16_decode = _coder('utf-16')
utf_16_le_encode, utf_16_le_decode = _coder('utf-16-le')
utf_16_be_encode, utf_16_be_decode = _coder('utf-16-be')
utf_32_encode, utf_32_decode = _coder('utf-32')
utf_32_le_encode, utf_32_le_decode = _coder('utf-32-le')
utf_32_be_encode, utf_32_be_decode = _coder('utf-32-be')
latin_1_encode, latin_1_decode = _coder('latin-1')
ascii_encode, ascii_decode = _coder('ascii')
unicode_escape_encode, unicode_escape_decode = _coder('unicode_escape')
raw_unicode_escape_encode, raw_unicode_escape_decode = _coder('raw_unicode_escape')


def escape_encode(data, errors='strict'):
    return repr(data)[2:-1].encode('ascii'), len(data)


def escape_decode(data, errors='strict'):
    import ast
    return ast.literal_eval("b'" + data.decode('latin-1') + "'"), len(data)


def charmap_build(text):
    return {ord(c): i for i, c in enumerate(text)}


def charmap_encode(text, errors='strict', mapping=None):
    return bytes(mapping[ord(c)] for c in text), len(text)


def charmap_decode(data, errors='strict', mapping=None):
    return ''.join(mapping[b] for b in data), len(data)
