/**
 * Scenes: pieces of programs around one construct of the language each, with random parts. A scene gives the lines of a few statements at module level that mostly run, print
 * what happens and leave nothing half done: no generator suspended within a `finally`, no coroutine not awaited, since what CPython does to those depends on reference counts.
 */
import type { Typed } from './typed'

export type Scene = (g: Typed, id: number) => string

/** Text with its common margin removed. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n')
  const margin = Math.min(...lines.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length))
  return lines.map((l) => l.slice(margin)).join('\n')
}

const indent = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`)
const times = (g: Typed, from: number, to: number, make: (i: number) => string): string[] =>
  Array.from({ length: from + g.random.below(to - from + 1) }, (_, i) => make(i))

const ERRORS = [
  ...[
    'ValueError',
    'TypeError',
    'KeyError',
    'IndexError',
    'ZeroDivisionError',
    'RuntimeError',
    'LookupError',
    'ArithmeticError',
    'AttributeError',
  ],
  ...[
    'StopIteration',
    'OSError',
    'NotImplementedError',
    'Exception',
    'AssertionError',
    'OverflowError',
    'NameError',
    'UnicodeError',
  ],
]

/** An expression that raises, or may. */
function raiser(g: Typed): string {
  return g.pick([
    () => `1 // ${g.pick(['0', '1', 'len("")'])}`,
    () => `[1, 2][${g.expr('idx', 0)} + 4]`,
    () => `{'a': 1}[${g.expr('any', 1)}]`,
    () => `int(${g.expr('str', 0)})`,
    () => `${g.expr('str', 0)} + ${g.expr('int', 0)}`,
    () => `undefined_${g.random.below(3)}`,
    () => `${g.pick(['None', '(5)', "'s'", '[]'])}.${g.pick(['missing', 'upperr', 'appendd', 'real'])}`,
    () => `len(${g.expr('any', 0)})`,
    () => `(lambda a, b: a)(${g.expr('any', 0)})`,
    () => `next(iter(${g.expr('list', 0)}))`,
    () => g.expr('any', 2),
    () => g.expr('any', 3),
  ])()
}

const shows: Scene = (g) => times(g, 3, 8, () => `show(lambda: ${g.expr('any', 3)})`).join('\n')

const prints: Scene = (g) =>
  times(
    g,
    1,
    4,
    () =>
      `print(${times(g, 1, 3, () => g.expr(g.pick(['int', 'float', 'str', 'list', 'bool', 'dict']), 2)).join(', ')}${g.chance(0.2) ? ", sep='|'" : ''}${g.chance(0.1) ? ", end='.\\n'" : ''})`,
  )
    .map((line) =>
      g.chance(0.85) ? `try:\n    ${line}\nexcept Exception as e:\n    print('caught', type(e).__name__, e)` : line,
    )
    .join('\n')

/** Names that later scenes use; each is bound for sure. */
const bindings: Scene = (g, id) =>
  times(g, 1, 3, (i) => {
    const type = g.pick([
      'int',
      'idx',
      'float',
      'str',
      'list',
      'ints',
      'strs',
      'dict',
      'set',
      'tuple',
      'bytes',
      'bytearray',
    ] as const)
    const literal = g.expr(type, 0)
    const name = `${type[0]}${id}${'abc'[i]}`
    const line = g.chance(0.2)
      ? `${name} = ${name}_ = ${literal}`
      : g.chance(0.15)
        ? `${name}: ${g.pick(['int', 'str', '"any"', 'list[int]'])} = ${literal}`
        : `${name} = ${literal}`
    if (literal.startsWith('[') || !/iter|undefined/.test(literal))
      g.names.set(type, [...(g.names.get(type) ?? []), name])
    return line
  }).join('\n')

const mutations: Scene = (g, id) => {
  const type = g.pick(['list', 'ints', 'dict', 'set', 'bytearray', 'strs'] as const)
  const v = `m${id}`
  const any = () => g.expr('any', 1)
  const idx = () => g.expr('idx', 0)
  const slice = () => `${g.chance(0.7) ? idx() : ''}:${g.chance(0.7) ? idx() : ''}${g.chance(0.3) ? `:${idx()}` : ''}`
  const ops: Record<string, (() => string)[]> = {
    list: [
      () => `${v}[${idx()}] = ${any()}`,
      () => `${v}[${slice()}] = ${g.expr(g.pick(['list', 'str', 'any', 'tuple']), 1)}`,
      () => `del ${v}[${g.chance(0.5) ? idx() : slice()}]`,
      () => `${v} += ${any()}`,
      () => `${v} *= ${idx()}`,
      () => `${v}.append(${any()})`,
      () => `${v}.insert(${idx()}, ${any()})`,
      () => `print(${v}.pop(${g.chance(0.5) ? idx() : ''}))`,
      () => `${v}.remove(${any()})`,
      () => `${v}.sort(key=${g.expr('key', 0)}, reverse=${g.expr('bool', 0)})`,
      () => `${v}.extend(${any()})`,
      () => `${v}.reverse()`,
      () => `${v}[${any()}] = 1`,
      () => `${v}[0], ${v}[-1] = ${v}[-1], ${v}[0]`,
      () => `${v}[${idx()}] ${g.pick(['+', '-', '*', '//', '%', '|'])}= ${any()}`,
      () => `a, *${v} = ${any()}`,
    ],
    dict: [
      () => `${v}[${any()}] = ${any()}`,
      () => `del ${v}[${any()}]`,
      () => `${v} |= ${g.expr(g.pick(['dict', 'any', 'list']), 1)}`,
      () => `${v}.update(${g.expr(g.pick(['dict', 'pairs', 'any']), 1)})`,
      () => `print(${v}.pop(${any()}, ${any()}))`,
      () => `print(${v}.setdefault(${any()}, ${any()}))`,
      () => `print(${v}.popitem())`,
      () => `${v}[${any()}] += ${any()}`,
      () => `for k in ${v}: ${v}[k] = ${any()}`,
      () => `for k in ${v}: ${v}[str(k) + 'x'] = 1; break`,
      () => `for k, w in list(${v}.items()): del ${v}[k]; ${v}[w] = k`,
      () => `for k in ${v}: del ${v}[k]`,
      () => `print(list(reversed(${v})), list(${v}.values()))`,
    ],
    set: [
      () => `${v}.add(${any()})`,
      () => `${v}.discard(${any()})`,
      () => `${v}.remove(${any()})`,
      () => `${v} ${g.pick(['|', '&', '-', '^'])}= ${g.expr(g.pick(['set', 'frozenset', 'any']), 1)}`,
      () =>
        `${v}.${g.pick(['update', 'intersection_update', 'difference_update', 'symmetric_difference_update'])}(${any()})`,
      () => `print(${v}.pop())`,
      () => `for k in ${v}: ${v}.add((k, 1))`,
    ],
    bytearray: [
      () => `${v}[${idx()}] = ${g.expr('int', 0)}`,
      () => `${v}[${slice()}] = ${g.expr(g.pick(['bytes', 'ints', 'any']), 1)}`,
      () => `del ${v}[${slice()}]`,
      () => `${v} += ${g.expr(g.pick(['bytes', 'any']), 1)}`,
      () => `${v}.${g.pick(['append', 'extend', 'remove'])}(${any()})`,
      () => `${v}.insert(${idx()}, ${g.expr('int', 0)})`,
      () => `print(${v}.pop(${idx()}))`,
      () => `${v} *= ${idx()}`,
      () => `${v}.reverse()`,
    ],
  }
  const lines = times(g, 2, 6, () => {
    const op = g.pick(ops[type === 'ints' || type === 'strs' ? 'list' : type]!)()
    const line = /^for /.test(op) ? op : op
    return `try:\n    ${line}\nexcept Exception as e:\n    print(type(e).__name__, e)\nprint(${v})`
  })
  return `${v} = ${g.expr(type, 0)}\n${lines.join('\n')}`
}

const closures: Scene = (g, id) =>
  dedent(`
    def outer${id}(a, b=${g.expr('any', 1)}):
        count = ${g.expr('idx', 0)}
        log = []
        def inner(x=${g.pick(['a', 'b', 'count', '1'])}):
            nonlocal count${g.pick(['', ', b'])}
            count ${g.pick(['+=', '-=', '*='])} ${g.pick(['1', 'len(log)', 'x', '2'])}
            ${g.pick(['log.append(count)', 'b = count', 'log += [x, b]', 'del b', 'log.append(lambda: (count, b))'])}
            return ${g.pick(['count', 'x, count', 'b', '[f() if callable(f) else f for f in log]', 'count + b'])}
        def peek():
            return ${g.pick(['count', 'a, b', 'log', 'inner.__closure__ is not None', '[c.cell_contents for c in inner.__closure__]', 'inner.__code__.co_freevars'])}
        return inner, peek
    f${id}, p${id} = outer${id}(${g.expr('any', 1)})
    ${times(g, 2, 4, () => g.pick([`show(f${id})`, `show(p${id})`, `show(lambda: f${id}(${g.expr('any', 1)}))`])).join('\n    ')}
    fs${id} = [${g.pick(['lambda: i', 'lambda i=i: i', 'lambda j: (i, j)', '(lambda i: lambda: i)(i)'])} for i in range(3)]
    show(lambda: [f(${g.pick(['', '1'])}) for f in fs${id}])
  `)

const generators: Scene = (g, id) => {
  const body = times(g, 2, 4, () =>
    g.pick([
      () => `x = yield ${g.expr('any', 1)}\nprint('got', x)`,
      () =>
        `try:\n    y = yield ${g.expr('any', 0)}\n    print('y', y)\nexcept ${g.pick(ERRORS)} as e:\n    print('in', repr(e))\n    ${g.pick(['yield "handled"', 'raise', 'return e.args', 'raise RuntimeError("again") from e', 'pass'])}`,
      () => `try:\n    yield ${g.expr('int', 0)}\nfinally:\n    print('finally')`,
      () => `for i in ${g.expr('any', 1)}:\n    yield i`,
      () =>
        `r = yield from ${g.pick([`sub${id}(${g.expr('idx', 0)})`, '[1, 2]', "'ab'", g.expr('any', 1), 'range(2)'])}\nprint('r', r)`,
      () => `if ${g.expr('bool', 1)}:\n    return ${g.expr('any', 1)}`,
      () => `while (z := (yield ${g.expr('idx', 0)})) is not None:\n    print('z', z)`,
      () => `yield ${raiser(g)}`,
    ])(),
  )
  const drive = times(g, 3, 6, () =>
    g.pick([
      () => `next(it${id})`,
      () => `it${id}.send(${g.expr('any', 0)})`,
      () => `it${id}.send(None)`,
      () => `it${id}.throw(${g.pick(ERRORS)}${g.pick(['', "('thrown')", '(1, 2)'])})`,
      () => `it${id}.close()`,
      () => `list(it${id})`,
      () => `next(it${id}, 'end')`,
      () => `(it${id}.gi_frame is None, it${id}.gi_running, it${id}.gi_suspended, it${id}.gi_yieldfrom is None)`,
    ])(),
  )
  return [
    `def sub${id}(n):`,
    `    try:`,
    `        got = yield n`,
    `        print('sub', got)`,
    `        yield n * 2`,
    `    except ${g.pick(ERRORS)} as e:`,
    `        print('sub caught', type(e).__name__)`,
    `        ${g.pick(['raise', 'yield "sub"', 'pass', 'return "early"'])}`,
    `    return ${g.expr('any', 1)}`,
    `def gen${id}(${g.pick(['', 'a=1', '*args'])}):`,
    `    ${indent(body.join('\n'), '    ')}`,
    `it${id} = gen${id}()`,
    ...drive.map((d) => `show(lambda: ${d})`),
    `it${id}.close() if ${g.pick(['True', '0', 'it'.concat(String(id), '.gi_frame')])} else print(list(it${id})[:5])`,
  ].join('\n')
}

/** A dunder method with a body. */
const DUNDERS: [name: string, parameters: string, uses: string[]][] = [
  ['__repr__', 'self', ['repr(o)', 'f"{o}"', '[o]', 'str(o)', '"%r" % o']],
  ['__str__', 'self', ['str(o)', 'f"{o}"', 'print(o)', '"%s" % o', 'format(o)']],
  ['__eq__', 'self, other', ['o == 1', 'o == o', 'o != p', 'o in [1, p]', '[p].index(o)', 'o == None']],
  ['__ne__', 'self, other', ['o != 1', 'not o == p']],
  ['__lt__', 'self, other', ['o < 1', 'sorted([o, p])', 'o > p', 'max(o, p)', '1 > o']],
  ['__le__', 'self, other', ['o <= 1', '3 >= o', 'o <= p <= o']],
  ['__gt__', 'self, other', ['o > 1', 'o < p', 'max([p, o])']],
  ['__hash__', 'self', ['hash(o)', '{o: 1}', 'len({o, p})', 'o in {o}']],
  ['__bool__', 'self', ['bool(o)', 'not o', 'o and 1', '1 if o else 2', 'any([o])']],
  ['__len__', 'self', ['len(o)', 'bool(o)', 'list(reversed(o))', 'not o']],
  ['__getitem__', 'self, i', ['o[0]', 'o[1:2]', 'list(zip(o, "ab"))', 'o[1, 2:3]', '3 in o', 'o[...]']],
  ['__setitem__', 'self, i, v', ['o.__setitem__(1, 2)', 'exec("o[1:2] = 3")', 'exec("o[0] += 1")']],
  ['__delitem__', 'self, i', ['exec("del o[1]")']],
  ['__contains__', 'self, x', ['1 in o', '2 not in o']],
  ['__iter__', 'self', ['list(o)', '[*o]', 'tuple(zip(o, o))', '1 in o', 'max(o)', 'dict(o)']],
  ['__next__', 'self', ['next(o)', 'next(o, 5)']],
  ['__call__', 'self, *a, **k', ['o()', 'o(1, x=2)', 'list(map(o, [1, 2]))', 'sorted([3, 1], key=o)']],
  ['__add__', 'self, other', ['o + 1', 'o + p', 'sum([o, p], o)']],
  ['__radd__', 'self, other', ['1 + o', '"a" + o', 'sum([o])']],
  ['__iadd__', 'self, other', ['exec("q = o; q += 1")', 'operator.iadd(o, 2)']],
  ['__sub__', 'self, other', ['o - 1', 'o - p', '1 - o']],
  ['__mul__', 'self, other', ['o * 2', '2 * o', 'o * p']],
  ['__rmul__', 'self, other', ['2 * o', '[1] * o', '"ab" * o']],
  ['__truediv__', 'self, other', ['o / 2', '2 / o']],
  ['__floordiv__', 'self, other', ['o // 2', 'divmod(o, 2)']],
  ['__mod__', 'self, other', ['o % 2', '"%s" % o', '5 % o']],
  ['__rmod__', 'self, other', ['5 % o', '"%s" % o']],
  ['__pow__', 'self, other, mod=None', ['o ** 2', 'pow(o, 2, 3)', '2 ** o']],
  ['__matmul__', 'self, other', ['o @ 1', '1 @ o']],
  ['__and__', 'self, other', ['o & 1', '1 & o', '{1} & o']],
  ['__ror__', 'self, other', ['1 | o', 'int | o', '{} | o']],
  ['__lshift__', 'self, other', ['o << 1']],
  ['__neg__', 'self', ['-o']],
  ['__invert__', 'self', ['~o']],
  ['__abs__', 'self', ['abs(o)']],
  [
    '__index__',
    'self',
    ['[1, 2, 3][o]', 'range(o)', 'hex(o)', '"abc"[o:]', 'int(o)', 'chr(o)', '2 ** o.__index__()', 'bytes([o])'],
  ],
  ['__int__', 'self', ['int(o)', 'float(o)', '"%d" % o']],
  ['__float__', 'self', ['float(o)', 'math.sqrt(o)', '"%f" % o', 'complex(o)']],
  ['__complex__', 'self', ['complex(o)']],
  ['__round__', 'self, n=None', ['round(o)', 'round(o, 2)']],
  ['__trunc__', 'self', ['math.trunc(o)', 'int(o)']],
  ['__format__', 'self, spec', ['f"{o:>5}"', 'format(o, "x")', '"{:abc}".format(o)', 'f"{o!r:5}"']],
  ['__enter__', 'self', ['exec("with o as q: print(q)")']],
  ['__exit__', 'self, *exc', ['exec("with o: print(1)")']],
  ['__getattr__', 'self, name', ['o.missing', 'hasattr(o, "z")', 'getattr(o, "w", 5)', 'o.x']],
  ['__getattribute__', 'self, name', ['o.x', 'o.missing', 'hasattr(o, "y")']],
  ['__setattr__', 'self, name, value', ['setattr(o, "x", 2)', 'exec("o.y = 1")']],
  ['__delattr__', 'self, name', ['delattr(o, "x")', 'exec("del o.y")']],
  ['__dir__', 'self', ['dir(o)']],
  ['__bytes__', 'self', ['bytes(o)', 'b"%b" % o']],
  ['__reversed__', 'self', ['list(reversed(o))', 'reversed(o)']],
  ['__missing__', 'self, key', ['o["nope"]', 'o[1]']],
  ['__length_hint__', 'self', ['operator.length_hint(o)', 'list(o)']],
  ['__divmod__', 'self, other', ['divmod(o, 3)', 'divmod(3, o)']],
  ['__instancecheck__', 'cls, x', ['isinstance(1, o)']],
  ['__sizeof__', 'self', ['o.__sizeof__()']],
  ['__copy__', 'self', ['copy.copy(o)', 'copy.deepcopy(o)']],
  ['__class_getitem__', 'cls, item', ['type(o)[int]', 'type(o)[1, 2]']],
]

const RESULTS: Record<string, string[]> = {
  __repr__: ["'R()'", "f'<{self.x!r}>'", '1', 'super().__repr__()[:5]', 'str(self.x)'],
  __str__: ["'S'", 'str(self.x)', 'repr(self.x)', 'None'],
  __hash__: ['1', 'hash(self.x)', '-1', '2**64', "'h'", 'None'],
  __bool__: ['True', 'False', '1', 'self.x == 1', 'None'],
  __len__: ['3', '0', '-1', "'3'", '2**70', 'True', '1.0'],
  __iter__: ['iter([1, 2])', 'self', "iter('ab')", '[1]', 'range(2)', '(x for x in [1, 2])', 'reversed([1])'],
  __next__: ['1', 'self.step()', '{}.x'],
  __getitem__: ['i', '[1, 2][i]', '(i, self.x)', "'abc'[i]", '{0: 1}[i]'],
  __index__: ['1', '0', '2', 'True', "'1'", '1.0', '-1'],
  __int__: ['1', '5', '1.5', 'True', "'x'"],
  __float__: ['1.5', '1', "float('nan')", "'x'"],
  __complex__: ['1j', '1', '2.0'],
  __format__: ['spec', "f'[{spec}]'", 'None', 'super().__format__(spec)', '5'],
  __contains__: ['x == 1', '1', 'None', "'yes'", '[]'],
  __exit__: ['None', 'True', 'False', 'print(exc[0])', '1 // 0'],
  __enter__: ['self', '1', 'None'],
  __dir__: ["['b', 'a']", "'ba'", '[1, 2]', '5', "['x']"],
  __bytes__: ["b'x'", "'x'", 'bytes(self.x)'],
  __getattr__: ['name', 'super().__getattr__(name)', 'self.x', "name.upper() if name != 'x' else 1"],
  __getattribute__: [
    'object.__getattribute__(self, name)',
    'super().__getattribute__(name)',
    "super().__getattribute__(name) if name != 'x' else 'X'",
  ],
  __setattr__: [
    'object.__setattr__(self, name, value)',
    'super().__setattr__(name, (value,))',
    'print("set", name)',
    'self.__dict__.update({name: value})',
  ],
  __length_hint__: ['5', '-1', "'x'", 'NotImplemented'],
  __class_getitem__: ['item', '(cls.__name__, item)'],
}

const BASES = [
  '',
  '',
  '',
  '',
  '(int)',
  '(str)',
  '(list)',
  '(dict)',
  '(tuple)',
  '(float)',
  '(Exception)',
  '(set)',
  '(object)',
  '(bytes)',
  '(type)',
  '(complex)',
  '(frozenset)',
  '(bytearray)',
]

const dunders: Scene = (g, id) => {
  const base = g.pick(BASES)
  const chosen = new Map(
    times(g, 1, 6, () => '')
      .map(() => g.pick(DUNDERS))
      .map((d) => [d[0], d]),
  )
  const lines = [`class C${id}${base}:`]
  if (g.chance(0.12)) lines.push(`    __slots__ = ('x', 'y')`)
  if (base === '' || base === '(object)')
    lines.push(
      `    def __init__(self, x=${g.expr('idx', 0)}):`,
      `        ${g.chance(0.8) ? 'self.x = x' : 'object.__setattr__(self, "x", x)'}`,
    )
  else if (g.chance(0.7)) lines.push(`    x = ${g.expr('idx', 0)}`)
  for (const [name, parameters] of chosen.values()) {
    const result =
      g.chance(0.65) && RESULTS[name] !== undefined
        ? g.pick(RESULTS[name])
        : g.pick([
            'self',
            'NotImplemented',
            'self.x',
            '1',
            "'s'",
            'None',
            raiser(g),
            g.expr('any', 1),
            '(self.x, 1)',
            `super().${name}()`,
          ])
    if (g.chance(0.3) && name !== '__repr__')
      lines.push(`    def ${name}(${parameters}):`, `        print('${name}')`, `        return ${result}`)
    else if (g.chance(0.06))
      lines.push(
        `    ${name} = ${g.pick(['None', '5', 'lambda *a: a[1:]', 'staticmethod(lambda *a: len(a))', 'classmethod(lambda *a: len(a))', 'len', 'property(lambda self: lambda *a: len(a))'])}`,
      )
    else lines.push(`    def ${name}(${parameters}):`, `        return ${result}`)
  }
  const uses = [...chosen.values()].flatMap((d) => d[2])
  lines.push(`def use${id}():`, `    o, p = C${id}(), C${id}(${g.chance(0.3) ? g.expr('any', 0) : ''})`)
  for (const use of times(g, 3, 7, () => g.pick(g.chance(0.85) ? uses : DUNDERS.flatMap((d) => d[2])))) {
    const target = use.includes('exec(') ? use.replace(/\)$/, ', {**globals(), "o": o})') : use
    lines.push(`    show(lambda: ${target})`)
  }
  lines.push(`show(use${id})`)
  return lines.join('\n')
}

const inheritance: Scene = (g, id) => {
  const method = (name: string) =>
    g.pick([
      `    def f(self, *a):\n        print('${name}.f', a)\n        return ${g.pick(['super().f(*a)', `('${name}',) + super().f()`, `'${name}'`, `super(${name}, self).f`, 'self.g()', 'type(self).__mro__[1].__name__', '__class__.__name__'])}`,
      `    f = ${g.pick(["'attr'", 'lambda self: self.g', 'classmethod(lambda cls: cls.__name__)', 'staticmethod(lambda *a: a)', 'property(lambda self: self.__class__.__name__)'])}`,
      `    @classmethod\n    def g(cls):\n        return cls.__name__, ${g.pick(['super().g()', '[c.__name__ for c in cls.__mro__]', 'cls.__bases__', '__class__.__name__'])}`,
      `    @property\n    def g(self):\n        return ${g.pick(['super().g', "'prop'", 'self.h', 'self._g'])}\n${g.chance(0.5) ? `    @g.setter\n    def g(self, value):\n        ${g.pick(['self._g = value', 'print("set", value)', 'self.g = value if len(str(value)) > 3 else 1 // 0'])}` : ''}`,
      `    def __init__(self, *a, **k):\n        print('init ${name}', a, k)\n        super().__init__(${g.pick(['', '*a', '*a, **k'])})`,
      `    __private = ${g.expr('any', 0)}\n    def get(self):\n        return self.__private`,
      `    def __init_subclass__(cls, ${g.pick(['**k', 'tag=None, **k', '/, tag'])}):\n        super().__init_subclass__(${g.pick(['**k', ''])})\n        print('subclass', cls.__name__)`,
      '    pass',
      `    x: int = ${g.expr('int', 0)}\n    y: 'str'`,
      `    __slots__ = ${g.pick(["('a', 'b')", "'a'", '()', "['a', 'a']", "('x',)", '5', "('__dict__',)"])}`,
    ])
  const bases = (names: string[]) => {
    const n = g.random.below(3)
    const chosen = Array.from({ length: n }, () => g.pick(names))
    if (g.chance(0.08)) chosen.push(g.pick(['int', 'list', 'Exception', '5', 'object', 'bool']))
    if (g.chance(0.08)) chosen.push(g.pick(['tag=1', 'metaclass=type', 'metaclass=len', '**{}', 'other=2']))
    return chosen.length === 0 ? '' : `(${chosen.join(', ')})`
  }
  const lines: string[] = []
  const names: string[] = []
  for (const letter of 'ABCD') {
    const name = `${letter}${id}`
    const body = [...new Set(times(g, 1, 3, () => method(name)))].join('\n')
    const head = `class ${name}${names.length === 0 ? '' : bases(names)}:`
    lines.push(
      `try:\n    ${head}\n    ${indent(body, '    ')}\nexcept Exception as e:\n    print(type(e).__name__, e)\n    class ${name}: pass`,
    )
    names.push(name)
  }
  for (let i = 0; i < 5; i++) {
    const c = g.pick(names)
    const use = g.pick([
      `${c}().f()`,
      `${c}().f`,
      `${c}.g()`,
      `${c}().g`,
      `${c}(1, k=2)`,
      `[k.__name__ for k in ${c}.__mro__]`,
      `${c}().get()`,
      `setattr(${c}(), 'g', ${g.expr('any', 0)})`,
      `setattr(${c}(), 'a', 1)`,
      `${c}().${g.pick(['h', 'a', '_C__private', '__dict__', 'ff', 'gett'])}`,
      `issubclass(${c}, ${g.pick(names)})`,
      `${c}.__annotations__`,
      `${c}.__subclasses__()`,
      `(${c}.__name__, ${c}.__qualname__, ${c}.__module__, ${c}.__doc__)`,
      `sorted(k for k in vars(${c}) if k not in ('__dict__', '__weakref__', '__static_attributes__', '__firstlineno__'))`,
      `super(${c}, ${g.pick(names)}()).f()`,
      `setattr(${c}, '__bases__', (${g.pick(names)},))`,
      `delattr(${c}(), 'f')`,
    ])
    lines.push(`show(lambda: ${use})`)
  }
  return lines.join('\n')
}

const metaclasses: Scene = (g, id) =>
  dedent(`
    class Meta${id}(type):
        ${g.pick(['', `@classmethod\n        def __prepare__(mcs, name, bases, **k):\n            print('prepare', name, len(bases), k)\n            return ${g.pick(['{}', "{'injected': 1}", 'dict(x=2)', '5'])}`])}
        def __new__(mcs, name, bases, ns, **k):
            print('new', name, sorted(n for n in ns if not n.startswith('__')))
            ${g.pick(['', "ns['added'] = 1", 'ns = dict(ns)', "ns.pop('b', None)"])}
            return super().__new__(mcs, name, bases, ns${g.pick(['', '', ', **k'])})
        ${g.pick([`def __init__(cls, name, bases, ns, **k):\n            print('init', k)`, `def __call__(cls, *a, **k):\n            print('call', a)\n            return ${g.pick(['super().__call__(*a, **k)', 'None', 'cls'])}`, `def __iter__(cls):\n            return iter(${g.pick(["'xy'", '[1]', 'cls.__dict__'])})`, `def __getattr__(cls, name):\n            return ${g.pick(['name', 'cls.missing2 if name == "missing" else name', 'super().__getattr__(name)'])}`, `@property\n        def p(cls):\n            return cls.__name__`, `def __len__(cls):\n            return 3`, `def __instancecheck__(cls, o):\n            return ${g.pick(['o == 1', 'True', 'type.__instancecheck__(cls, o)'])}`])}
    class Desc${id}:
        def __set_name__(self, owner, name):
            print('named', name)
            ${g.pick(['self.name = name', 'self.owner = owner.__name__', '1 // 0', 'pass'])}
        def __get__(self, obj, objtype=None):
            return ${g.pick(["'got'", 'obj is None', 'self if obj is None else obj.__dict__', 'self.name', 'obj.a'])}
        ${g.pick(['', `def __set__(self, obj, value):\n            ${g.pick(["print('set', value)", "obj.__dict__['d'] = value", 'raise AttributeError("ro")'])}`, `def __delete__(self, obj):\n            print('deleted')`])}
    try:
        class K${id}(metaclass=Meta${id}${g.pick(['', '', ', opt=1'])}):
            a = ${g.expr('any', 1)}
            d = Desc${id}()
            def b(self):
                return self.d
    except Exception as e:
        print(type(e).__name__, e, getattr(e, '__notes__', None))
        class K${id}:
            a = d = b = None
    ${times(g, 3, 6, () => `show(lambda: ${g.pick(['K().d', 'K.d', 'K()', 'K.p', 'K().p', 'list(K)', 'len(K)', 'K.missing', 'K().missing', 'K().b()', "setattr(K(), 'd', 5)", 'isinstance(1, K)', "vars(K()).get('d')", 'K.added', 'K.injected', 'type(K).__name__', "delattr(K(), 'd')", 'K.a', "type('N', (K,), {'z': 1})", 'K.mro()']).replace(/\bK\b/g, `K${id}`)})`).join('\n    ')}
  `)

const exceptions: Scene = (g, id) => {
  const leave = (loop: boolean) =>
    g.pick([
      'pass',
      'print("x")',
      'return 1',
      'raise',
      'raise ValueError("v")',
      ...(loop ? ['break', 'continue'] : []),
      'i += 1',
      `raise ${g.pick(ERRORS)}(${g.expr('any', 0)})`,
    ])
  const block = (depth: number, loop: boolean): string => {
    const inner = () =>
      depth > 0 && g.chance(0.45)
        ? block(depth - 1, loop)
        : g.pick([
            `print(${raiser(g)})`,
            leave(loop).replace(/^raise$/, 'raise KeyError(i)'),
            `x = ${raiser(g)}`,
            'i += 1',
          ])
    switch (g.random.below(5)) {
      case 0:
        return `for i in range(${g.expr('idx', 0)}):\n    ${indent(block(depth - 1, true), '    ')}${g.chance(0.4) ? `\nelse:\n    print('else', i)` : ''}`
      case 1:
        return `with Manager${id}(${g.pick(['True', 'False', 'None'])})${g.pick(['', ' as m', ` , Manager${id}(0) as m`])}:\n    ${indent(inner(), '    ')}`
      case 2:
        return `while i < ${3 + g.random.below(3)}:\n    i += 1\n    ${indent(inner(), '    ')}`
      default: {
        const star = depth > 0 && g.chance(0.15)
        const handlers = times(g, 0, 2, () => {
          const type = g.pick([
            ...ERRORS,
            '(ValueError, KeyError)',
            '(TypeError, (OSError,))',
            ...(star ? [] : ['Exception', raiser(g)]),
          ])
          const act = star
            ? g.pick(['pass', 'print(e.exceptions)', 'raise', 'raise TypeError("new")'])
            : g.pick([
                leave(loop),
                'print(repr(e))',
                'raise RuntimeError("r") from e',
                'raise RuntimeError("n") from None',
                'raise e',
                'e.add_note("n"); raise',
                'print(repr(e.__context__), repr(e.__cause__))',
                'del e',
                'raise e.__class__(*e.args)',
              ])
          return `except${star ? '*' : ''} ${star ? g.pick(ERRORS) : type} as e:\n    ${indent(act, '    ')}`
        })
        const first = star
          ? g.pick([
              `raise ExceptionGroup('g', [ValueError(1), TypeError('t'), ExceptionGroup('h', [KeyError('k'), OSError(2, 'm')])])`,
              `raise ValueError('plain')`,
              `raise ExceptionGroup("one", [${g.pick(ERRORS)}(i)])`,
            ])
          : inner()
        const rest = `${handlers.length > 0 && g.chance(0.3) ? `\nelse:\n    ${indent(g.pick(['print("no error")', leave(loop).replace(/^raise$/, 'pass')]), '    ')}` : ''}${handlers.length === 0 || g.chance(0.4) ? `\nfinally:\n    ${indent(g.pick(['print("finally")', 'i += 1', g.chance(0.3) ? 'return 5' : 'print(i)', `print(${raiser(g)})`]), '    ')}` : ''}`
        return `try:\n    ${indent(first, '    ')}${handlers.length > 0 ? `\n${handlers.join('\n')}` : ''}${rest}`
      }
    }
  }
  return [
    `class Manager${id}:`,
    '    def __init__(self, swallow):',
    '        self.swallow = swallow',
    '    def __enter__(self):',
    `        print('enter')`,
    `        return ${g.pick(['self', '1', 'self.swallow'])}`,
    '    def __exit__(self, kind, value, tb):',
    `        print('exit', kind and kind.__name__, value)`,
    `        ${g.pick(['return self.swallow', 'return self.swallow', 'raise RuntimeError("exit") from value', 'pass', 'return kind is KeyError'])}`,
    `def risky${id}(i=${g.expr('idx', 0)}):`,
    `    ${indent(block(2, false), '    ')}`,
    `    ${g.pick(['return i', 'pass', indent(block(1, false), '    ')])}`,
    g.chance(0.75) ? `show(risky${id})\nchain(risky${id})` : `chain(risky${id}, ${g.expr('any', 0)})`,
  ].join('\n')
}

const matches: Scene = (g, id) => {
  const pattern = (depth: number): string => {
    const sub = () => pattern(depth - 1)
    const name = () => g.pick(['a', 'b', 'c'])
    if (depth <= 0)
      return g.pick([
        '1',
        '0',
        "'a'",
        'None',
        'True',
        '-1',
        '1.5',
        '_',
        "b'abc'",
        '2+3j',
        'int()',
        'str()',
        'Color.RED',
        '[]',
        '{}',
      ])
    return g.pick([
      () => name(),
      () => '_',
      () => `${pattern(0).replace(/^_$/, '1')} | ${pattern(0).replace(/^_$/, '2')} | "z"`,
      () => `[${sub()}, ${sub()}]`,
      () => `[${sub()}, *${g.pick(['rest', '_'])}]`,
      () => `(${sub()}, *_, ${sub()})`,
      () => `{'a': ${sub()}}`,
      () => `{'k': ${sub()}, **others}`,
      () => `{1: ${pattern(0)}}`,
      () => `Point(${pattern(0)}, y=${sub()})`,
      () => `Point(x=${sub()})`,
      () => `Point(${sub()}, ${pattern(0)}, ${pattern(0)})`,
      () => `int(${name()})`,
      () => `(str() | bytes()) as ${name()}`,
      () => `${pattern(0)}`,
      () => `int(real=${name()})`,
      () => 'dict()',
      () => 'list([x, *_])',
      () => 'float() as f',
      () => `Broken(${name()})`,
    ])()
  }
  const cases: string[] = []
  for (const p of times(g, 2, 6, () => pattern(2))) {
    const capture = /^[abc_]$/.test(p)
    const names = [...p.matchAll(/\b(?:a|b|c|rest|others|x|f)\b(?!=)/g)].map((m) => m[0])
    if (new Set(names).size !== names.length) continue
    cases.push(
      `        case ${p}${capture || g.chance(0.25) ? ` if ${g.pick(['s', 'len(str(s)) > 3', g.expr('bool', 1)])}` : ''}:\n            return ${g.pick(["'case'", '{k: v for k, v in locals().items() if k != "s"}', "('m', s)"])}`,
    )
  }
  if (cases.length === 0) cases.push('        case _:\n            return None')
  return [
    'import enum',
    'class Color(enum.Enum):\n    RED = 1\n    BLUE = "b"',
    `class Point:\n    __match_args__ = ${g.pick(["('x', 'y')", "('x',)", "['x', 'y']", "('x', 'y', 'x')", "('x', 1)", '()'])}\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y`,
    `class Broken:\n    __match_args__ = ${g.pick(["('q',)", '5', "('a', 'b')"])}\n    a = 1`,
    `def match${id}(s):\n    match ${g.pick(['s', 's', 's, 1', '[s, s]', '{"a": s}', '(s,)'])}:\n${cases.join('\n')}\n    return 'none'`,
    ...times(
      g,
      3,
      6,
      () =>
        `show(lambda: match${id}(${g.pick(['Point(1, 2)', "Point('a', [1])", 'Color.RED', "{'a': 1, 'k': [1]}", '[1, 2, 3]', "('a', 'b')", 'Broken()', 'bytearray(b"ab")', 'range(2)', '(1,)', "{'k': {'a': None}}", g.expr('any', 1), g.expr('any', 1)])}))`,
    ),
  ].join('\n')
}

const signatures: Scene = (g, id) => {
  let defaults = false
  const parts: string[] = []
  const names: string[] = []
  for (let i = g.random.below(4); i > 0; i--) {
    const name = 'abcd'[names.length]!
    names.push(name)
    if (g.chance(0.35)) defaults = true
    parts.push(
      name + (g.chance(0.15) ? ': int' : '') + (defaults ? (g.chance(0.1) ? ' = []' : `=${g.expr('any', 0)}`) : ''),
    )
  }
  if (names.length > 0 && g.chance(0.25)) parts.splice(1 + g.random.below(names.length), 0, '/')
  if (g.chance(0.3)) parts.push('*args')
  else if (g.chance(0.2)) parts.push('*', `k${g.chance(0.6) ? '=1' : ''}`)
  if (parts.includes('*args') && g.chance(0.5)) parts.push(`k${g.chance(0.5) ? '=1' : ''}`, `m=2`)
  if (g.chance(0.3)) parts.push('**kw')
  const call = () => {
    const args: string[] = []
    for (let i = g.random.below(5); i > 0; i--)
      args.push(g.chance(0.15) ? `*${g.expr(g.pick(['list', 'tuple', 'str', 'any']), 0)}` : g.expr('any', 0))
    for (const name of new Set(times(g, 0, 2, () => g.pick(['a', 'b', 'c', 'k', 'm', 'zz', 'kk', 'argz']))))
      args.push(`${name}=${g.expr('any', 0)}`)
    if (g.chance(0.2))
      args.push(`**${g.pick(["{'a': 1}", "{'k': 5}", "{'q': 1, 'r': 2}", '{1: 2}', 'None', '[]', g.expr('any', 0)])}`)
    if (g.chance(0.08)) args.push(`**${g.pick(["{'a': 9}", "{'k': 5}"])}`)
    return args.join(', ')
  }
  const method = g.chance(0.3)
  const head = method
    ? `class S${id}:\n    ${g.pick(['', '@classmethod\n    ', '@staticmethod\n    '])}def f${id}(${['self', ...parts].join(', ')}):\n        return {k: v for k, v in locals().items() if k != 'self'}\nf${id} = S${id}().f${id}`
    : g.chance(0.2)
      ? `f${id} = lambda ${parts.join(', ').replaceAll(': int', '')}: ${parts.includes('**kw') ? 'kw' : `[${names.join(', ')}]`}`
      : `def f${id}(${parts.join(', ')}):\n    return locals()`
  const extra = g.pick([
    '',
    `show(lambda: (f${id}.__name__, f${id}.__qualname__, f${id}.__defaults__, f${id}.__kwdefaults__))`,
    `show(lambda: f${id}.__code__.co_varnames)`,
    `show(lambda: f${id}.__annotations__)`,
    `import inspect\nshow(lambda: str(inspect.signature(f${id})))`,
    `f${id}.__defaults__ = (7, 8)`,
  ])
  return `${head}\n${times(g, 3, 6, () => `show(lambda: f${id}(${call()}))`).join('\n')}\n${extra}`
}

const unpackings: Scene = (g, id) =>
  times(g, 2, 4, () => {
    const target = (depth: number): string => {
      const parts = times(g, 1, 3, () =>
        depth > 0 && g.chance(0.25) ? `(${target(depth - 1)})` : g.pick(['a', 'b', 'c', `box${id}[0]`, `box${id}[-1]`]),
      )
      if (g.chance(0.4)) parts[g.random.below(parts.length)] = `*${g.pick(['r', 'q', `box${id}[1:2]`])}`
      return parts.join(', ') + (parts.length === 1 ? ',' : '')
    }
    const value = g.pick([
      g.expr('any', 2),
      g.expr('list', 2),
      g.expr('tuple', 1),
      `${g.expr('any', 1)}, ${g.expr('any', 1)}`,
      `*(${g.expr('any', 1)}), 1`,
    ])
    const line = g.chance(0.25)
      ? `for ${target(1)} in [${g.expr('any', 1)}, ${g.expr('tuple', 1)}]:\n        print(a, b)`
      : `${target(1)} = ${value}`
    return `a = b = c = r = q = None\nbox${id} = [0, 1, 2]\ntry:\n    ${line}\nexcept Exception as e:\n    print(type(e).__name__, e)\nprint(a, b, c, r, q, box${id})`
  }).join('\n')

const loops: Scene = (g, id) => {
  const body = (depth: number): string[] => {
    const lines: string[] = []
    for (let i = 1 + g.random.below(3); i > 0; i--) {
      const choice = g.random.below(depth > 0 ? 9 : 5)
      if (choice === 0) lines.push(`total += ${g.pick(['i', '1', 'n', 'i * n'])}`)
      else if (choice === 1) lines.push(`print(${g.pick(['i', 'n', 'total', 'i, n, total', g.expr('any', 1)])})`)
      else if (choice === 2)
        lines.push(
          `if ${g.pick(['i % 2', 'total > 3', 'n == 1', 'not n', 'i > 1 and n < 3', 'i == n or total'])}: ${g.pick(['continue', 'break', 'total = -total', 'print("hit")', 'n += 1'])}`,
        )
      else if (choice === 3) lines.push(`n = ${g.pick(['n + 1', 'i', 'total % 3', 'n - 1', 'n and n - 1'])}`)
      else if (choice === 4) lines.push(`seen.append(${g.pick(['i', '(i, n)', 'total'])})`)
      else if (choice <= 6) {
        lines.push(
          `for ${g.pick(['i', 'n', 'i, n', 'n, i', 'x[0]'])} in ${g.pick(['range(3)', 'enumerate("ab")', 'zip(range(3), "xyz")', '[(1, 2), (3, 4)]', g.expr('any', 1), "{'a': 1, 'b': 2}.items()", 'reversed(range(3))'])}:`,
        )
        lines.push(...body(depth - 1).map((l) => `    ${l}`))
        if (g.chance(0.3)) lines.push('else:', ...body(0).map((l) => `    ${l.replace(/continue|break/, 'pass')}`))
      } else if (choice === 7) {
        lines.push(
          'steps = 0',
          `while ${g.pick(['steps < 4', 'n < 3 and steps < 5', 'steps < 3 or n > 5 and steps < 6', 'True', '(steps := steps + 1) < 4', 'not steps > 2'])}:`,
          '    steps += 1',
          '    if steps > 6: break',
        )
        lines.push(...body(depth - 1).map((l) => `    ${l}`))
        if (g.chance(0.3)) lines.push('else:', '    print("exhausted")')
      } else
        lines.push(
          `if ${g.pick(['i', 'n', 'seen', 'total'])}:`,
          ...body(depth - 1).map((l) => `    ${l}`),
          ...(g.chance(0.5) ? [`elif ${g.expr('bool', 1)}:`, '    total += 10'] : []),
          ...(g.chance(0.5) ? ['else:', '    n = 0'] : []),
        )
    }
    return lines
  }
  return [
    `def loop${id}(n=${g.expr('idx', 0)}):`,
    `    total = 0`,
    `    i = 1`,
    '    x = [0]',
    `    seen = []`,
    `    for i in ${g.pick(['range(4)', '[3, 1, 2]', 'range(5, 0, -2)'])}:`,
    ...body(2).map((l) => `        ${l}`),
    `    return total, n, seen`,
    `show(loop${id})`,
    `show(lambda: loop${id}(${g.expr('int', 0)}))`,
  ].join('\n')
}

const comprehensions: Scene = (g, id) => {
  const clause = () =>
    `for ${g.pick(['x', 'x', 'y', 'x, y', '(x, *y)', 'z[0]'])} in ${g.pick(['range(4)', '[3, 1, 2]', "'abc'", 'zip("ab", [1, 2])', '[[1, 2], [3, 4]]', 'x', 'range(x)', g.expr('any', 1), "{'k': 1}.items()"])}${g.chance(0.35) ? ` if ${g.pick(['x', 'x != 1', 'not y', g.expr('bool', 1), 'x in (1, "a")'])}` : ''}`
  const body = () =>
    g.pick([
      'x',
      'y',
      '(x, y)',
      'x * 2',
      'lambda: x',
      '[x for x in range(2)]',
      'f"{x}{y}"',
      'x if y else z',
      '{x: y}',
      '(w := x)',
      `limit${id}`,
      '[y for y in [x, y]]',
      'locals()',
      'str(x) + str(y)',
    ])
  return [
    `limit${id} = ${g.expr('idx', 0)}`,
    `def comp${id}(y=${g.expr('any', 0)}, z=[0]):`,
    `    x = 'outer'`,
    `    w = None`,
    ...times(g, 2, 4, (i) => {
      const clauses = times(g, 1, 3, clause).join(' ')
      return `    r${i} = ${g.pick([`[${body()} ${clauses}]`, `{repr(${body()}) ${clauses}}`, `{str(${body()}): ${body()} ${clauses}}`, `list(${body()} ${clauses})`, `sum(1 ${clauses})`, `[f() if callable(f) else f for f in [${body()} ${clauses}]]`])}\n    print(${i}, r${i}, x, w)`
    }),
    `    return x, y, z, w`,
    `show(comp${id})`,
    `show(lambda: comp${id}(${g.expr('any', 1)}))`,
    `class Scope${id}:\n    a = [1, 2]\n    b = ${g.pick(['[a for _ in a]', '[x for x in a]', 'list(x for x in a)', '(lambda: 5)()', '{i: 1 for i in a if i}', '[[y for y in a] for _ in range(1)][:0]']).replace('[a for _ in a]', '[x + 1 for x in a]')}\nprint(Scope${id}.b)`,
  ].join('\n')
}

const coroutines: Scene = (g, id) =>
  dedent(`
    class Pause${id}:
        def __init__(self, value):
            self.value = value
        def __await__(self):
            got = yield self.value
            print('resumed', got)
            return ${g.pick(['got', 'self.value', '(got, 1)', '1 // got if got else 0'])}
    class Source${id}:
        def __init__(self):
            self.n = 0
        def __aiter__(self):
            return ${g.pick(['self', 'self', 'self', '5'])}
        async def __anext__(self):
            self.n += 1
            if self.n > 2:
                raise StopAsyncIteration
            return await Pause${id}(self.n)
        async def __aenter__(self):
            print('aenter')
            return ${g.pick(['self', 'self.n'])}
        async def __aexit__(self, *exc):
            print('aexit', exc[0])
            return ${g.pick(['False', 'True', 'None', `await Pause${String(id)}("x")`])}
    async def agen${id}():
        for i in range(3):
            got = yield ${g.pick(['i', '(i, i)', `await Pause${String(id)}(i)`])}
            if got: print('agen got', got)
    async def work${id}(n):
        ${g.pick([`x = await Pause${id}(n)`, 'x = n', `x = [v async for v in agen${id}()]`, `x = [await Pause${id}(v) for v in range(2)]`, `x = {v: i async for v in Source${id}() if v for i in range(v)}`])}
        ${g.pick(['print("x", x)', `async with Source${id}() as s:\n            print(${raiser(g)})`, `async for v in Source${id}():\n            print('v', v)\n            ${g.pick(['break', 'continue', 'pass'])}\n        else:\n            print('done')`, `try:\n            await Pause${id}(2)\n        except ${g.pick(ERRORS)} as e:\n            print('caught', repr(e))\n        finally:\n            print('finally')`])}
        return ${g.pick(['x', 'n', `await work${id}(n - 1) if n > 0 else "end"`, raiser(g), `await ${g.pick(['n', 'None', `Pause${id}(7)`, '(1, 2)'])}`])}
    def drive${id}(c, *sends):
        out = []
        try:
            out.append(c.send(None))
            for s in sends:
                out.append(c.throw(s) if isinstance(s, type) else c.send(s))
            while len(out) < 12:
                out.append(c.send(len(out)))
        except StopIteration as e:
            return out, 'returned', e.value
        except Exception as e:
            return out, type(e).__name__, str(e)
        finally:
            c.close()
        return out
    show(lambda: drive${id}(work${id}(${g.expr('idx', 0)})))
    show(lambda: drive${id}(work${id}(1), ${g.pick(['None', '1', 'ValueError', 'KeyError', '"s", 2', 'GeneratorExit'])}))
    import asyncio
    async def main${id}():
        return ${g.pick([`await asyncio.gather(*[later${id}(i) for i in range(3)])`, `await later${id}(1)`, `[await t for t in [asyncio.create_task(later${id}(i)) for i in (2, 1)]]`, `await asyncio.wait_for(later${id}(1), 5)`, `await asyncio.gather(later${id}(0), later${id}(-1), return_exceptions=True)`])}
    async def later${id}(n):
        await asyncio.sleep(${g.pick(['0', '0', '0.001 * n'])})
        print('later', n)
        return ${g.pick(['n', '10 // (n + 1)', '[n]'])}
    show(lambda: asyncio.run(main${id}()))
  `)

const scopes: Scene = (g, id) =>
  dedent(`
    G${id} = ${g.expr('any', 1)}
    def scope${id}(flag):
        ${g.pick([`global G${id}`, 'pass', `print(G${id})`, 'x = 1'])}
        if flag:
            ${g.pick([`G${id} = 2`, `del G${id}`, 'y = 3', 'import math', 'from math import pi as y', 'class y: pass', 'y: int'])}
        def inner():
            ${g.pick(['return y', `return G${id}`, 'nonlocal flag; flag = 9; return flag', 'global H; H = flag; return H', 'y = y + 1', 'return flag', 'return [y for _ in range(1)]'])}
            y = ${g.pick(['1', 'flag', 'None'])}
        ${g.pick(['print(inner())', 'y = 5; print(inner())', 'print(flag); del flag; print(flag)', 'for y in []: pass\n        print(y)', 'try: pass\n        except ValueError as y: pass\n        print(y)', 'with_ = [y := 1]; print(y)', 'print(locals())', "exec('y = 1'); print(y)", "print(sorted(k for k in globals() if k == 'H'))"])}
        return ${g.pick(['y', `G${id}`, 'inner()', 'flag', '__name__', 'inner.__qualname__', 'x'])}
    show(lambda: scope${id}(True))
    show(lambda: scope${id}(False))
    show(lambda: G${id})
    show(lambda: ${g.pick(['undefined_name', 'pritn(1)', 'H', 'lenn("a")', 'Nane', 'scope', 'math.pi', 'json.dumps(1)', 'enumrate([1])'])})
  `)

const orderings: Scene = (g, id) =>
  dedent(`
    class Key${id}:
        def __init__(self, v):
            self.v = v
        def __repr__(self):
            return f'K{self.v}'
        def __lt__(self, other):
            ${g.chance(0.4) ? "print(self, '<', other)" : 'pass'}
            return ${g.pick(['self.v < other.v', 'str(self.v) < str(other.v)', 'self.v % 3 < other.v % 3', 'NotImplemented', 'self.v > other.v', '[]', '1 // (self.v - 3)'])}
        ${g.pick(['', 'def __eq__(self, other):\n            return self.v == other.v', '__hash__ = None', 'def __gt__(self, other):\n            return self.v > other.v', '__le__ = __lt__'])}
    keys${id} = [Key${id}(v) for v in ${g.pick(['[3, 1, 2]', '[2, 2, 1, 3, 1]', 'range(6, 0, -1)', g.expr('ints', 1), '[5, 3, 8, 1, 9, 2, 7, 3, 4]'])}]
    ${times(g, 2, 5, () => `show(lambda: ${g.pick(['sorted(k)', 'max(k)', 'min(k, key=lambda q: q.v)', 'sorted(k, key=lambda q: q.v)', 'sorted(k, key=lambda q: q.v % 2, reverse=True)', 'k.sort()', 'k', 'k[0] < k[-1]', 'k[0] >= k[1]', 'sorted(k, key=len)', 'heapq.nsmallest(2, k)', 'bisect.bisect(k, k[0])', 'k.index(k[-1])', 'k.count(k[0])', 'k[0] in k', 'len(set(k))', 'sorted(zip(k, k))', 'max(k, default=1)', 'heapq.heapify(k)', '(k[0], 1) < (k[1], 0)', 'sorted(k + [1])', 'sorted(k, key=functools.cmp_to_key(lambda a, b: a.v - b.v))', '[k[0]] == [k[1]]', 'list(itertools.groupby(k, key=lambda q: q.v > 2))[0][0]']).replace(/\bk\b(?!ey|=)/g, `keys${id}`)})`).join('\n    ')}
  `)

const decorators: Scene = (g, id) =>
  dedent(`
    def deco${id}(arg=None, *rest):
        print('deco', ${g.pick(['arg', 'rest', 'callable(arg)'])})
        def wrap(f):
            ${g.pick(['@functools.wraps(f)', ''])}
            def call(*a, **k):
                print('before', a, k)
                ${g.pick(['return f(*a, **k)', 'r = f(*a, **k)\n                print("after", r)\n                return r', 'try:\n                    return f(*a)\n                finally:\n                    print("out")', 'return [f(*a, **k), f(*a, **k)]', 'return f(a, k)'])}
            return ${g.pick(['call', 'f', 'call', 'None', 'functools.lru_cache(call)', 'staticmethod(call)'])}
        return ${g.pick(['wrap', 'wrap(arg) if callable(arg) else wrap'])}
    @deco${id}${g.pick(['', '()', '(1)', '(1, 2)'])}
    ${g.pick(['@functools.cache\n    ', '', '@(lambda f: f)\n    ', `@deco${id}(2)\n    `])}def decorated${id}(a${g.pick(['', '=1', ', b=2'])}):
        "Doc of it."
        return ${g.pick(['a', '(a,)', 'a + 1', raiser(g)])}
    ${times(g, 2, 4, () => `show(lambda: decorated${id}${g.pick(['()', '(1)', '([1])', '(1, 2)', '(b=3)', '.__name__', '.__doc__', '.__wrapped__.__name__', '(a=5)'])})`).join('\n    ')}
  `)

const iterators: Scene = (g, id) =>
  dedent(`
    class It${id}:
        def __init__(self, n):
            self.n = n
        def ${g.pick(['__iter__', '__iter__', '__getitem__', '__len__'])}(self, ${g.pick(['', 'i=0'])}):
            ${g.pick(['return self', 'return iter(range(self.n))', 'if i > self.n: raise IndexError(i)\n            return i * 2', 'return self.n', 'yield from [self.n, 1]', 'return [1, 2]', 'raise ValueError("iter")'])}
        def __next__(self):
            ${g.pick(['self.n -= 1\n            if self.n < 0: raise StopIteration(self.n)\n            return self.n', 'raise StopIteration', 'return 1 // (self.n - 2)', 'raise KeyError(self.n)'])}
    ${times(
      g,
      3,
      6,
      () =>
        `show(lambda: ${g
          .pick([
            'list(itertools.islice(I, 4))',
            'next(I)',
            '[x for x, _ in zip(I, range(5))]',
            'a, b = I',
            '1 in I if not hasattr(I, "__next__") else 2',
            'list(zip(I, "abc", strict=True))',
            'max(itertools.islice(I, 3))',
            'dict(zip("ab", I))',
            '[*itertools.islice(I, 2), *"x"]',
            'list(map(lambda a, b: (a, b), I, [1, 2]))',
            'list(enumerate(itertools.islice(I, 3), 5))',
            'reversed(I)',
            'sorted(itertools.islice(I, 3), reverse=True)',
            "''.join(map(str, itertools.islice(I, 2)))",
            'any(x > 1 for x in itertools.islice(I, 4))',
            'len(I)',
            'iter(I) is I',
            'next(iter(I), "none")',
            'list(itertools.takewhile(bool, I))[:5]',
            'sum(itertools.islice(I, 3))',
            '(lambda *a: a)(*itertools.islice(I, 2))',
          ])
          .replace('a, b = I', '(lambda a, b: (a, b))(*itertools.islice(I, 2))')
          .replace(/\bI\b/g, `It${id}(${g.expr('idx', 0)})`)})`,
    ).join('\n    ')}
  `)

const numbers: Scene = (g, id) => {
  const ops = ['+', '-', '*', '//', '%', '/', '**', '&', '|', '^', '<<', '>>', '@', '<', '<=', '==', '>']
  return dedent(`
    for a${id} in [${times(g, 2, 4, () => g.expr(g.pick(['int', 'float', 'bool', 'idx', 'any', 'complex']), 0)).join(', ')}]:
        for b${id} in [${times(g, 2, 3, () => g.expr(g.pick(['idx', 'float', 'bool', 'any', 'idx']), 0)).join(', ')}]:
            show(lambda: a${id} ${g.pick(ops)} b${id})
            show(lambda: ${g.pick([`divmod(a${id}, b${id})`, `pow(a${id}, b${id}, 7)`, `round(a${id}, b${id})`, `b${id} ${g.pick(ops.filter((o) => o !== '<<' && o !== '**'))} a${id}`, `max(a${id}, b${id})`, `f"{a${id}:{b${id}}}"`, `hash(a${id}) == hash(b${id})`, `(a${id}, b${id}) < (b${id}, a${id})`, `int(a${id}) // b${id}`, `math.fmod(a${id}, b${id})`, `a${id} is b${id} or a${id} != b${id}`, `complex(a${id}, b${id})`, `fractions.Fraction(a${id}) + b${id}`, `math.copysign(a${id}, b${id})`, `"%.3e|%5d" % (a${id}, b${id})`])})
    x${id} = ${g.expr('int', 0)}
    try:
        ${times(g, 2, 5, () => `x${id} ${g.pick(['+', '-', '*', '//', '%', '&', '|', '^', '<<', '>>'])}= ${g.expr('idx', 0)}`).join('\n        ')}
        x${id} ${g.pick(['/', '**', '@', '+'])}= ${g.expr('any_small', 0)}
    except Exception as e:
        print(type(e).__name__, e)
    print(x${id})
  `)
}

const dynamic: Scene = (g, id) => {
  const code = g.pick([
    () => g.expr('any', 2),
    () => `x = ${g.expr('any', 1)}\ny = x`,
    () => `def f():\n    return ${raiser(g)}\nprint(f())`,
    () =>
      g.pick([
        '1 +',
        'if x',
        'for',
        'x = = 1',
        'def f(:',
        'return 1',
        "'abc",
        '(1, 2',
        'a b',
        'print 1',
        'f(a=1, 2)',
        'lambda x=',
        '1 = x',
        'x + 1 = 2',
        'del f()',
        '\tx\n  y',
        'if 1:\npass',
        'break',
        'nonlocal x',
        'f"{a b}"',
        "f'{'",
        'import',
        'class',
        'async x',
        'yield',
        'await x',
        '*a = 1',
        'a, b += 1',
        'None = 1',
        'else: 1',
        '{**a for a in b}',
        'x = 08',
        '1__0',
        '0x',
        "b'é'",
        'f(**a, *b)',
        'def f(a, a): pass',
        'global a; a = 1',
        'with open(x) as 1: pass',
        'try: pass',
        'match x:\n case 1: pass',
        '$',
        '?',
        'a ? b',
        "u'x' b'y'",
        'x: int: 3',
        '(x for x in y',
        'from . import *',
        'print("a"',
        '\\',
        '😀',
        'x = 1 y = 2',
        'if x = 1: pass',
        'not',
        'a.1',
        '1.a',
        '@',
        ':=',
        '(a := 1, b = 2)',
        'f(x for x in y, 1)',
        '[x, y for x in z]',
        'except: pass',
      ]),
  ])()
  const text = JSON.stringify(code).replaceAll('\\u', '\\u')
  return `show(lambda: ${g.pick([`eval(${text})`, `exec(${text}, {})`, `exec(${text}, {"x": 1}, {})`, `compile(${text}, "<text>", "${g.pick(['exec', 'eval', 'single'])}").co_names`, `eval(compile(${text}, "<text>", "eval"), {"x": 5})`, `compile(${text}, "<text>", "exec").co_consts`])})\nT${id} = type('T${id}', (${g.pick(['', 'int,', 'object,', 'str', 'dict,', '5,'])}), {'x': ${g.expr('any', 0)}, 'f': lambda self: self.x}) if ${g.chance(0.8) ? 'True' : 'False'} else int\nshow(lambda: T${id}().f())`.replace(
    /\n(T\d+ = .*)\n/,
    (_, line: string) => `\ntry:\n    ${line}\nexcept TypeError as e:\n    print(e)\n    T${id} = int\n`,
  )
}

const generics: Scene = (g, id) =>
  dedent(`
    class Box${id}[T${g.pick(['', ': int', ': (int, str)', ' = int', ', *Ts', ', **P'])}]:
        items: list[T]
        def first[U](self, x: T, y: U = None) -> U:
            return ${g.pick(['x', '(x, y)', 'T.__name__', 'U', 'type(self).__type_params__'])}
    def generic${id}[A, B: ${g.pick(['int', 'undefined_bound', '(int, str)'])}](a: A, *b: ${g.pick(['B', '*tuple[B]', 'int'])}, c: 'A' = ${g.expr('any', 0)}) -> ${g.pick(['A', 'list[B]', 'undefined', 'int | None']).replace('undefined', 'dict[A, B]')}:
        return a, b, c
    type Alias${id}${g.pick(['', '[K]', '[K, V = int]'])} = ${g.pick(['int', 'list[int]', 'dict[str, undefined_alias]', 'int | str', '(1, 2)'])}
    ${times(g, 3, 6, () => `show(lambda: ${g.pick(['Box[int]', 'Box().first(1)', 'Box[int]()', 'Box.__type_params__', 'generic(1, 2)', 'generic.__type_params__', 'generic.__annotations__', 'Alias', 'Alias.__value__', 'Alias[int]', 'Box.__orig_bases__', 'Box[int, str]', 'generic.__type_params__[1].__bound__', 'generic.__type_params__[1].__constraints__', 'list[int][0]', 'dict[str, int].__args__', 'int | None', 'int | "s"', 'list[int] | None', 'isinstance(1, int | str)', 'isinstance([], list[int])', 'tuple[()]', 'Box.__parameters__', 'Box.__annotations__', 'type(Alias)', 'Alias.__type_params__', 'list[T]', 'int[str]']).replace(/\b(Box|generic|Alias)\b/g, `$1${id}`)})`).join('\n    ')}
  `)

const dataclasses: Scene = (g, id) =>
  dedent(`
    import dataclasses, enum, collections, typing
    @dataclasses.dataclass${g.pick(['', '()', '(frozen=True)', '(order=True)', '(slots=True)', '(kw_only=True)', '(eq=False)', '(unsafe_hash=True)', '(repr=False, order=True)', '(frozen=True, slots=True, order=True)'])}
    class D${id}:
        a: int
        b: ${g.pick(["str = 'x'", 'list = dataclasses.field(default_factory=list)', 'int = dataclasses.field(default=3, repr=False)', 'typing.ClassVar[int] = 5', "'dataclasses.InitVar[int]' = 1", 'int = dataclasses.field(compare=False, default=0)', 'list = []', 'int = dataclasses.field(init=False, default=7)'].filter((t) => t !== 'list = []'))}
        ${g.pick(['', 'c: float = 1.5', '_: dataclasses.KW_ONLY\n        d: int = 4', "def __post_init__(self):\n            print('post')", 'e: tuple = dataclasses.field(default=(), metadata={"k": 1})'])}
    class E${id}(enum.${g.pick(['Enum', 'IntEnum', 'Flag', 'IntFlag', 'StrEnum'])}):
        A = ${g.pick(['1', 'enum.auto()', '4']).replace('1', g.pick(['1', '1', "'one'"]))}
        B = enum.auto()
        C = ${g.pick(['A', 'enum.auto()', '8', "'c'"])}
        ${g.pick(['', 'def describe(self):\n            return self.name, self.value', '@classmethod\n        def _missing_(cls, value):\n            return cls.A', '@property\n        def p(self):\n            return self.value'])}
    N${id} = collections.namedtuple('N${id}', ${g.pick(["'x y'", "['x', 'y', 'z']", "'x, y'", "'x x'", "'def x'"]).replace("'x x'", "'x y'").replace("'def x'", "'p q'")}${g.pick(['', ', defaults=[1]', ', rename=True'])})
    ${times(g, 4, 9, () => `show(lambda: ${g.pick(['D(1)', 'D(1, 2)', 'D(a=1)', 'D()', 'D(1) == D(1)', 'D(1) < D(2)', 'hash(D(1)) == hash(D(1))', 'dataclasses.asdict(D(a=1))', 'dataclasses.replace(D(a=1), a=2)', '[f.name for f in dataclasses.fields(D)]', "setattr(D(a=1), 'a', 5)", "setattr(D(a=1), 'zz', 5)", 'D.__match_args__', 'dataclasses.astuple(D(a=1))', 'E.A', 'E(1)', "E['B']", 'E(99)', 'list(E)', 'E.A == 1', 'E.A | E.B', 'E.A in E', 'repr(E.C)', 'str(E.A)', 'f"{E.A}"', 'f"{E.B:>10}"', 'E.A.describe()', 'E.A.p', 'E.__members__', '~E.A', 'E.A < E.B', 'E.Z', "setattr(E, 'A', 1)", 'E.A.value', 'E.A.name', 'E("one")', 'len(E)', 'E.A & E.C', 'E(3)', 'N(1, 2)', 'N(1)', 'N(1, 2, 3)', 'N._fields', 'N(1, 2)._asdict()', 'N(1, 2)._replace(x=5)', 'N(1, 2) == (1, 2)', 'N._make([1, 2])', 'N(1, 2).x', 'N(1, 2)[5]', 'hash(E.A) == hash(E.A)', 'D.__doc__', 'E.A.__class__', 'type(E.A)(E.A)']).replace(/\b([DEN])\b(?=[.([ )]|$|,)/g, `$1${id}`)})`).join('\n    ')}
  `)

const strings: Scene = (g, id) => {
  const methods = [
    'upper()',
    'lower()',
    'title()',
    'capitalize()',
    'swapcase()',
    'casefold()',
    'strip()',
    'split()',
    'splitlines(True)',
    'isalpha()',
    'isdigit()',
    'isnumeric()',
    'isidentifier()',
    'isprintable()',
    'istitle()',
    'isupper()',
    'islower()',
    'isspace()',
    'encode()',
    "encode('unicode_escape')",
    "encode('utf-16')",
    "encode('ascii', 'backslashreplace')",
    'expandtabs()',
    "center(9, '*')",
    'zfill(8)',
    "partition('a')",
    "replace('a', '<>')",
    "split('a', 1)",
    'rsplit(None, 1)',
    '__repr__()',
    '__len__()',
    "join('ab')",
    '[::-1]',
    '[1:-1]',
    "find('l')",
    "count('')",
    "encode('utf-7')",
    "encode('latin-1', 'replace')",
    'isdecimal()',
    'isalnum()',
    "translate({97: 'é', 98: None})",
    "startswith('a', 1)",
  ]
  return dedent(`
    for s${id} in [${times(g, 2, 5, () => g.expr('str', g.pick([0, 0, 1]))).join(', ')}]:
        ${times(g, 2, 5, () => `show(lambda: s${id}.${g.pick(methods)})`.replace('.[', '[')).join('\n        ')}
    ${times(g, 2, 4, () => `show(lambda: ${g.chance(0.4) ? g.expr('percent', 2) : g.chance(0.5) ? g.expr('fstring', 2) : `'${g.pick(['{}', '{0} {0!r}', '{x[0]}', '{x.real}', '{:>{}}', '{!s:^10}', '{', '}', '{x', '{0.1}', '{a b}', '{:{}{}}', '{0[k]}', '{!z}', '{}{1}', '{:,}', '{:.3}', '{{}}', '{x!r:>8}', '{0:%Y}', '{[}', '{.}', '{0[}', '{:{x}}'])}'.format(${times(g, 0, 2, () => g.expr('any', 1)).join(', ')}${g.pick(['', '', ''])})`})`).join('\n    ')}
  `).replace(/\(, /g, '(')
}

const protocols: Scene = (g, id) =>
  dedent(`
    class Attr${id}:
        shared = ${g.expr('any', 0)}
        def __init__(self):
            self.own = 1
        ${g.pick(['def __getattr__(self, name):\n            if name.startswith("x"): return name * 2\n            raise AttributeError(name)', 'def __getattribute__(self, name):\n            print("get", name)\n            return super().__getattribute__(name)', 'def __setattr__(self, name, value):\n            print("set", name, value)\n            super().__setattr__(name, value)', 'def __delattr__(self, name):\n            print("del", name)\n            object.__delattr__(self, name)', '@property\n        def prop(self):\n            return self.nothing', '@functools.cached_property\n        def prop(self):\n            print("computed")\n            return 5', '__slots__ = ("own", "other")\n        shared2 = 1'])}
    at${id} = None
    try:
        at${id} = Attr${id}()
        ${times(g, 2, 5, () => g.pick([`print(at${id}.own)`, `print(at${id}.xyz)`, `at${id}.fresh = 1`, `del at${id}.own`, `print(at${id}.prop, at${id}.prop)`, `print(at${id}.missing)`, `print(at${id}.__dict__)`, `at${id}.own += 1`, `at${id}.prop = 3`, `del at${id}.prop`, `print(vars(at${id}))`, `print(at${id}.sharde)`, `at${id}.other`, `print(hasattr(at${id}, 'prop'))`, `at${id}.__class__ = ${g.pick(['int', 'object', 'type("O", (), {})'])}`, `print(getattr(at${id}, 'owm', 'dflt'))`])).join('\n        ')}
    except Exception as e:
        print(type(e).__name__, e)
  `)

/** The end of a program: an exception nobody catches, out of some functions. */
export function finale(g: Typed): string {
  const long = () =>
    g.pick([
      raiser(g),
      g.expr('any', 3),
      `sum(${g.expr('list', 2)},\n        ${g.expr('any', 1)})`,
      `[\n        ${g.expr('any', 2)},\n        ${raiser(g)},\n    ]`,
      `(${g.expr('any', 1)} +\n        ${g.expr('any', 1)}\n        * ${g.expr('any_small', 0)})`,
      `f"{${raiser(g).replaceAll('"', "'")}}"`,
      `{'k': ${raiser(g)}}['z'].x(1)[2]`,
      `data['a'][${g.expr('any', 0)}][0].foo(${raiser(g)})`,
      `len(str(${raiser(g)})) + data`,
      `helper(1)(2)(${g.expr('any', 1)})`,
      `data.items(\n        ).foo`,
      `-data`,
      `x.y.z`,
      `data["a"]["b"]`,
    ])
  const statement = (name: string) =>
    g.pick([
      `return ${long()}`,
      `x = ${long()}`,
      `for y in ${long()}: print(y)`,
      `assert ${g.expr('bool', 1)}, ${g.expr('any', 1)}`,
      `raise ${g.pick(ERRORS)}(${g.expr('any', 1)})`,
      `with ${g.pick(['open("/nonexistent")', '5', 'helper', 'contextlib.suppress(KeyError)'])} as x: ${raiser(g)}`,
      `a, b = ${g.expr('any', 1)}`,
      `del ${g.pick(['data["zz"]', 'zz', 'data.x', 'data[1:2]'])}`,
      `try:\n        ${raiser(g)}\n    except ${g.pick(['KeyError', 'Exception', 'TypeError'])} as e:\n        raise ${g.pick(['ValueError("wrapped") from e', 'RuntimeError', 'ValueError(e) from None', 'e.x', 'KeyError("during")'])}`,
      `raise ExceptionGroup("group", [ValueError(1), TypeError("t")${g.pick(['', ', ExceptionGroup("in", [KeyError("k")])'])}])`,
      `if ${long()}: pass`,
      `import ${g.pick(['nothing_here', 'math.sub', 'json.nothing'])}`,
      `from ${g.pick(['math import pii', 'collections import OrderedDct', 'nothing import x', 'os import nothing_at_all'])}`,
      `sys.exit(${g.pick(['3', '"message"', 'None', '2.5', '[1]', '', 'True', '300'])})`,
      `data[${g.expr('any', 0)}] += ${g.expr('any', 1)}`,
      `lambda_ = lambda q: ${raiser(g)}\n    return lambda_(1)`,
      `return [${raiser(g)} for _ in range(2)]`,
      `${name}.attr.deep = ${long()}`,
      `match ${g.expr('any', 1)}:\n        case {'x': q}: pass\n        case [q, *_] if ${raiser(g)}: pass\n        case _: ${long().replaceAll('\n', ' ')}`,
      `yield_ = list(${raiser(g)} for _ in "ab")`,
      `class Inner:\n        attr = ${raiser(g)}`,
      `e = ${g.pick(ERRORS)}("noted")\n    e.add_note(${g.pick(['"a note"', '"two\\nlines"', 'repr(1)'])})\n    raise e`,
    ])
  return [
    'def helper(value):',
    `    data = {'a': [1, 2], 'b': None}`,
    `    ${statement('data')}`,
    `    return ${long()}`,
    'def middle(n):',
    `    ${g.pick(['return helper(n)', 'return helper(\n        n + 1\n    )', `x = [helper(i) for i in range(n)]\n    return x`, `data = {}\n    ${statement('n')}\n    return helper(1)`, 'return (lambda: helper(n))()', 'return max([n], key=helper)', 'if n > 1: return middle(n - 1)\n    return helper(n)', 'yield_ = dict(a=helper(n), b=helper)\n    return yield_', 'return "".join(str(helper(c)) for c in "ab")'])}`,
    g.pick([
      'middle(1)',
      'middle(2)',
      'print(middle(3))',
      'helper(1); middle(2)',
      'print(\n    middle(1),\n    helper(2),\n)',
      'try:\n    middle(1)\nfinally:\n    print("end")',
      'for i in range(2):\n    middle(i)',
      '(middle)(5)',
      'helper(0)',
      'helper()',
      'print(helper(1) + middle(2))',
    ]),
  ].join('\n')
}

/** Scenes by name, each with how often it is chosen. */
export const scenes: Record<string, [Scene, number]> = {
  shows: [shows, 8],
  prints: [prints, 3],
  bindings: [bindings, 4],
  mutations: [mutations, 3],
  closures: [closures, 2],
  generators: [generators, 3],
  dunders: [dunders, 6],
  inheritance: [inheritance, 3],
  metaclasses: [metaclasses, 1.5],
  exceptions: [exceptions, 4],
  matches: [matches, 2.5],
  signatures: [signatures, 2.5],
  unpackings: [unpackings, 2],
  loops: [loops, 3],
  comprehensions: [comprehensions, 2],
  coroutines: [coroutines, 1.5],
  scopes: [scopes, 2],
  orderings: [orderings, 1.5],
  decorators: [decorators, 1.5],
  iterators: [iterators, 1.5],
  numbers: [numbers, 2.5],
  dynamic: [dynamic, 2],
  generics: [generics, 1],
  dataclasses: [dataclasses, 2],
  strings: [strings, 3],
  protocols: [protocols, 1.5],
}
