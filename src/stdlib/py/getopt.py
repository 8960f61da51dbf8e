"""Command lines in the manner of C's getopt."""

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']

import os


class GetoptError(Exception):
    """An option is unknown or has no argument."""

    def __init__(self, msg, opt=''):
        super().__init__(msg, opt)
        self.msg = msg
        self.opt = opt

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """The options at the beginning of `args` as pairs, and the arguments after them."""
    return _scan(args, shortopts, longopts, True)


def gnu_getopt(args, shortopts, longopts=[]):
    """The same with options and arguments mixed, unless `shortopts` begins with `+` or POSIXLY_CORRECT is set."""
    if shortopts.startswith('+'):
        return _scan(args, shortopts[1:], longopts, True)
    return _scan(args, shortopts, longopts, bool(os.environ.get('POSIXLY_CORRECT')))


def _scan(args, shortopts, longopts, first_ends):
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    args = list(args)
    options, others = [], []
    while args:
        arg = args.pop(0)
        if arg == '--':
            others += args
            break
        if arg[:2] == '--':
            options.append(_long(arg[2:], longopts, args))
        elif arg[:1] == '-' and arg != '-':
            options += _short(arg[1:], shortopts, args)
        else:
            others.append(arg)
            if first_ends:
                others += args
                break
    return options, others


def _long(text, longopts, args):
    name, equals, value = text.partition('=')
    candidates = [option for option in longopts if option.startswith(name)]
    if not candidates:
        raise GetoptError(f'option --{name} not recognized', name)
    if name in candidates:
        chosen = name
    elif name + '=' in candidates:
        chosen = name + '='
    elif len(candidates) > 1:
        raise GetoptError(f'option --{name} not a unique prefix', name)
    else:
        chosen = candidates[0]
    if chosen.endswith('='):
        chosen = chosen[:-1]
        if not equals:
            if not args:
                raise GetoptError(f'option --{chosen} requires argument', chosen)
            value = args.pop(0)
    elif equals:
        raise GetoptError(f'option --{chosen} must not have an argument', chosen)
    return f'--{chosen}', value


def _short(text, shortopts, args):
    found = []
    while text:
        option, text = text[0], text[1:]
        i = -1 if option == ':' else shortopts.find(option)
        if i < 0:
            raise GetoptError(f'option -{option} not recognized', option)
        value = ''
        if shortopts[i + 1:i + 2] == ':':
            if not text:
                if not args:
                    raise GetoptError(f'option -{option} requires argument', option)
                text = args.pop(0)
            value, text = text, ''
        found.append((f'-{option}', value))
    return found
