/**
 * Random Python programs, the same for the same seed.
 *
 * The generator writes every construct of Python 3.13 at random places, keeping to the rules that a context imposes (`return` in
 * functions, `await` in coroutines, `break` in loops, …), so that nearly all programs compile. They are not meant to be run: names and
 * types mean nothing. A few rules that depend on a whole scope are left to chance; such a program is refused by both sides.
 */

/** A small, fast generator of random numbers with a 32-bit seed (mulberry32). */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** An integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }

  chance(p: number): boolean {
    return this.next() < p
  }
}

/** What may stand at a place. */
interface Context {
  /** 'module', 'class', 'function', 'async' (coroutine), 'lambda'. */
  scope: 'module' | 'class' | 'function' | 'async' | 'lambda'
  loop: boolean
  /** Inside `except*`, where leaving is forbidden. */
  noLeave: boolean
  /** Inside a comprehension, where `yield` is forbidden, and how. */
  comprehension: boolean
  /** Names of functions around that can be `nonlocal`. */
  outer: readonly string[]
  /** The function yields, or must not return a value. */
  generator: boolean
  /** Nothing that names cannot be rebound by: annotation scopes and class-level comprehensions. */
  noWalrus: boolean
}

const NAMES = ['a', 'b', 'c', 'd', 'x', 'y', 'z', 'self', 'items', 'value', 'été', 'print', 'len', '__m', '_']
const ATTRIBUTES = ['attr', 'name', 'append', 'x', '__private', 'items', 'end']
const BINARY = ['+', '-', '*', '/', '//', '%', '**', '@', '<<', '>>', '&', '|', '^']
const COMPARE = ['<', '<=', '>', '>=', '==', '!=', 'in', 'not in', 'is', 'is not']
const CONSTANTS = [
  '0',
  '1',
  '2',
  '-1',
  '255',
  '256',
  '1000000',
  '0x1F',
  '10**20',
  '123456789012345678901234567890',
  '1.5',
  '0.0',
  '-0.0',
  '1e300',
  '2j',
  '1_000',
  'None',
  'True',
  'False',
  '...',
  "'s'",
  "''",
  '"two words"',
  "'\\n\\x00\\u20ac'",
  "b'by'",
  "r'\\d'",
  "'a' 'b'",
  "'''multi\nline'''",
  '__debug__',
  "'\\U0001F600'",
]

/** Constants whose hash is the same in every process, for sets. */
const HASHABLE = CONSTANTS.filter((c) => c !== '...')

export class Generator {
  private readonly random: Random
  private lines: string[] = []
  private depth = 0
  private serial = 0

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  /** A module of about `size` statements. */
  program(size = 5): string {
    this.lines = []
    const context: Context = {
      scope: 'module',
      loop: false,
      noLeave: false,
      comprehension: false,
      outer: [],
      generator: false,
      noWalrus: false,
    }
    if (this.random.chance(0.1)) this.lines.push('"""Docstring."""')
    if (this.random.chance(0.05)) this.lines.push('from __future__ import annotations')
    for (let i = 0; i < size; i++) this.statement(context, '')
    return `${this.lines.join('\n')}\n`
  }

  private name(): string {
    return this.random.pick(NAMES)
  }

  /** A name that is bound nowhere else, for things that must not clash. */
  private fresh(prefix: string): string {
    return `${prefix}${this.serial++}`
  }

  // Statements

  private block(context: Context, indent: string, most = 3): void {
    const count = 1 + this.random.below(most)
    for (let i = 0; i < count; i++) this.statement(context, indent)
  }

  private statement(context: Context, indent: string): void {
    const { random } = this
    this.depth++
    const compound = this.depth < 5 && random.chance(0.33)
    if (compound) this.compound(context, indent)
    else this.lines.push(indent + this.simple(context) + (random.chance(0.06) ? `; ${this.simple(context)}` : ''))
    this.depth--
  }

  private simple(context: Context): string {
    const { random } = this
    const e = (depth = 3) => this.expr(context, depth)
    const annotation = () => this.expr({ ...context, noWalrus: true, comprehension: true }, 1)
    const inFunction = context.scope === 'function' || context.scope === 'async'
    const choices: (() => string)[] = [
      () => `${this.target(context)} = ${e()}`,
      () => `${this.target(context)} = ${e()}`,
      () => `${this.targets(context)} = ${this.exprs(context)}`,
      () => `${this.name()} = ${this.name()} = ${e()}`,
      () => `${this.simpleTarget(context)} ${random.pick(BINARY)}= ${e()}`,
      () => `${this.name()}: ${annotation()} = ${e()}`,
      () => `${random.chance(0.5) ? this.name() : `(${this.name()})`}: ${annotation()}`,
      () => `${this.name()}.${random.pick(ATTRIBUTES)}: ${annotation()} = ${e(1)}`,
      () => e(),
      () => e(),
      () => `${this.atom(context, 2)}(${this.arguments(context, 2)})`,
      () => 'pass',
      () => `del ${this.name()}`,
      () => `del ${this.name()}[${e(1)}], (${this.name()}.x, ${this.name()})`,
      () => `assert ${e(2)}`,
      () => `assert ${e(2)}, ${e(2)}`,
      () => `raise ${e(1)}`,
      () => `raise ${e(1)} from ${e(1)}`,
      () => `import ${random.pick(['os', 'os.path', 'os.path as p', 'a.b.c', 'a.b.c as d, e'])}`,
      () => `from ${random.pick(['os', '.', '..pkg', 'a.b'])} import ${random.pick(['x', 'x as y', '(x, y as z)'])}`,
      () =>
        `type ${this.fresh('T')}${random.chance(0.5) ? this.typeParameters(context) : ''} = ${this.expr({ ...context, noWalrus: true, comprehension: true }, 1)}`,
      () => `print(${this.fstring(context, 2)})`,
    ]
    if (inFunction) {
      choices.push(
        () => `global ${this.fresh('g')}`,
        () => (context.noLeave ? 'pass' : context.generator ? 'return' : `return ${this.exprs(context)}`),
        () => (context.noLeave ? 'pass' : 'return'),
      )
    }
    if (context.loop && !context.noLeave)
      choices.push(
        () => 'break',
        () => 'continue',
        () => 'continue',
      )
    if (context.scope === 'module' && random.chance(0.2)) choices.push(() => 'from mod import *')
    return random.pick(choices)()
  }

  private compound(context: Context, indent: string): void {
    const { random, lines } = this
    const inner = `${indent}${random.pick(['    ', '  ', '\t'])}`
    const e = (depth = 2) => this.expr(context, depth)
    const isAsync = context.scope === 'async' && random.chance(0.4) ? 'async ' : ''
    switch (random.below(12)) {
      case 0:
      case 1: {
        lines.push(`${indent}if ${e()}:`)
        this.block(context, inner)
        while (random.chance(0.3)) {
          lines.push(`${indent}elif ${e()}:`)
          this.block(context, inner)
        }
        if (random.chance(0.4)) {
          lines.push(`${indent}else:`)
          this.block(context, inner)
        }
        break
      }
      case 2: {
        lines.push(`${indent}while ${random.chance(0.2) ? random.pick(['True', '1', '0', 'False']) : e()}:`)
        this.block({ ...context, loop: true, noLeave: false }, inner)
        if (random.chance(0.3)) {
          lines.push(`${indent}else:`)
          this.block(context, inner)
        }
        break
      }
      case 3:
      case 4: {
        lines.push(`${indent}${isAsync}for ${this.loopTarget(context)} in ${this.exprs(context)}:`)
        this.block({ ...context, loop: true, noLeave: false }, inner)
        if (random.chance(0.3)) {
          lines.push(`${indent}else:`)
          this.block(context, inner)
        }
        break
      }
      case 5:
      case 6:
        this.tryStatement(context, indent, inner)
        break
      case 7: {
        const items: string[] = []
        do items.push(e() + (random.chance(0.6) ? ` as ${this.target(context)}` : ''))
        while (random.chance(0.3))
        lines.push(`${indent}${isAsync}with ${random.chance(0.2) ? `(${items.join(', ')})` : items.join(', ')}:`)
        this.block(context, inner)
        break
      }
      case 8:
      case 9:
        this.functionDef(context, indent, inner)
        break
      case 10:
        this.classDef(context, indent, inner)
        break
      case 11:
        this.matchStatement(context, indent, inner)
        break
    }
  }

  private tryStatement(context: Context, indent: string, inner: string): void {
    const { random, lines } = this
    lines.push(`${indent}try:`)
    this.block(context, inner)
    const star = random.chance(0.15)
    const handlers = random.below(4)
    for (let i = 0; i < handlers; i++) {
      const bare = !star && i === handlers - 1 && random.chance(0.3)
      const type = this.expr(context, 1)
      lines.push(
        `${indent}except${star ? '*' : ''}${bare ? '' : ` (${type})`}${!bare && random.chance(0.5) ? ` as ${this.name()}` : ''}:`,
      )
      this.block(star ? { ...context, noLeave: true, loop: false } : context, inner)
    }
    if (handlers > 0 && random.chance(0.3)) {
      lines.push(`${indent}else:`)
      this.block(context, inner)
    }
    if (handlers === 0 || random.chance(0.3)) {
      lines.push(`${indent}finally:`)
      this.block(context, inner)
    }
  }

  private functionDef(context: Context, indent: string, inner: string): void {
    const { random, lines } = this
    const scope = random.chance(0.25) ? 'async' : 'function'
    const generator = random.chance(0.25)
    for (let i = random.below(3); i > 1; i--) lines.push(`${indent}@${this.expr(context, 1)}`)
    const types = random.chance(0.15) ? this.typeParameters(context) : ''
    const returns = random.chance(0.2) ? ` -> ${this.expr({ ...context, noWalrus: true, comprehension: true }, 1)}` : ''
    lines.push(
      `${indent}${scope === 'async' ? 'async ' : ''}def ${random.pick(['f', 'g', 'method', '__init__', '__priv'])}${types}(${this.parameters(context, true)})${returns}:`,
    )
    if (random.chance(0.2)) lines.push(`${inner}'Docstring of f.'`)
    if (context.outer.length > 0 && random.chance(0.3)) {
      const name = random.pick(context.outer)
      lines.push(`${inner}nonlocal ${name}`, `${inner}${name} = ${this.name()}`)
    }
    const bound = this.fresh('v')
    lines.push(`${inner}${bound} = ${this.expr({ ...context, scope, comprehension: false, generator: false }, 1)}`)
    const body: Context = {
      scope,
      loop: false,
      noLeave: false,
      comprehension: false,
      outer: [...context.outer, bound],
      generator,
      noWalrus: false,
    }
    if (generator) lines.push(`${inner}yield ${random.chance(0.5) ? this.expr(body, 1) : ''}`)
    this.block(body, inner, 5)
  }

  private classDef(context: Context, indent: string, inner: string): void {
    const { random, lines } = this
    if (random.chance(0.2)) lines.push(`${indent}@${this.expr(context, 1)}`)
    const types = random.chance(0.2) ? this.typeParameters(context) : ''
    const bases = random.chance(0.6) ? `(${this.arguments(context, 1)})` : ''
    lines.push(
      `${indent}class ${random.pick(['C', 'D', '_E'])}${types}${types !== '' && random.chance(0.5) ? '' : bases}:`,
    )
    if (random.chance(0.2)) lines.push(`${inner}"""Docstring of C."""`)
    const body: Context = {
      ...context,
      scope: 'class',
      loop: false,
      noLeave: false,
      comprehension: false,
      generator: false,
    }
    this.block(body, inner, 4)
    if (random.chance(0.6)) {
      lines.push(`${inner}def __init__(self, ${this.name()}1=${this.expr(context, 1)}):`)
      lines.push(`${inner}  super().__init__(${this.random.chance(0.5) ? 'self' : '__class__'})`)
      lines.push(`${inner}  self.${random.pick(ATTRIBUTES)} = super().${random.pick(ATTRIBUTES)}`)
    }
  }

  private matchStatement(context: Context, indent: string, inner: string): void {
    const { random, lines } = this
    const caseIndent = `${inner}  `
    lines.push(`${indent}match ${this.exprs(context)}:`)
    const cases = 1 + random.below(4)
    for (let i = 0; i < cases; i++) {
      const guard = random.chance(0.3) ? ` if ${this.expr(context, 2)}` : ''
      const last = i === cases - 1
      lines.push(`${inner}case ${last && random.chance(0.4) ? '_' : this.pattern(2, new Set())}${guard}:`)
      this.block(context, caseIndent, 2)
    }
  }

  // Patterns

  private pattern(depth: number, bound: Set<string>): string {
    const { random } = this
    const capture = (): string => {
      const name = this.fresh('m')
      bound.add(name)
      return name
    }
    const literal = () => random.pick(['1', '-2', '1.5', "'s'", "b'x'", 'None', 'True', '-1+2j', 'a.b', 'a.b.c'])
    if (depth === 0) return random.pick([literal, () => '(_)', () => `[${capture()}]`])()
    const sub = () => this.pattern(depth - 1, bound)
    switch (random.below(9)) {
      case 0:
        return `${sub()} as ${capture()}`.replace(/^(.*) as (m\d+) as /, '($1 as $2) as ')
      case 1:
        return `${literal()} | ${literal()} | a.b`
      case 2:
        return `[${sub()}, *${random.chance(0.5) ? '_' : capture()}, ${sub()}]`
      case 3:
        return `(${sub()}, ${sub()})`
      case 4:
        return `{'k': ${sub()}, 1: ${sub()}${random.chance(0.4) ? `, **${capture()}` : ''}}`
      case 5:
        return `C(${sub()}, x=${sub()})`
      case 6:
        return `a.C(x=${sub()}, y=_)`
      case 7:
        return random.pick(['[]', '{}', 'C()', '[*_]', '(1, *_)'])
      default:
        return literal()
    }
  }

  // Targets and parameters

  private simpleTarget(context: Context): string {
    const { random } = this
    switch (random.below(4)) {
      case 0:
        return `${this.name()}.${random.pick(ATTRIBUTES)}`
      case 1:
        return `${this.name()}[${this.subscript(context)}]`
      default:
        return this.name()
    }
  }

  private target(context: Context): string {
    const { random } = this
    if (random.chance(0.75)) return this.simpleTarget(context)
    const parts: string[] = []
    const star = random.chance(0.4) ? random.below(3) : -1
    for (let i = 0; i < 3; i++) parts.push((i === star ? '*' : '') + this.simpleTarget(context))
    return random.chance(0.5) ? `(${parts.join(', ')})` : `[${parts.slice(0, 1 + random.below(3)).join(', ')}]`
  }

  private targets(context: Context): string {
    const n = 2 + this.random.below(3)
    return Array.from({ length: n }, () => this.target(context)).join(', ')
  }

  private loopTarget(context: Context): string {
    return this.random.chance(0.7) ? this.target(context) : this.targets(context)
  }

  private parameters(context: Context, annotated: boolean): string {
    const { random } = this
    const parts: string[] = []
    const ann = () =>
      annotated && random.chance(0.2) ? `: ${this.expr({ ...context, noWalrus: true, comprehension: true }, 1)}` : ''
    let defaults = false
    const parameter = () => {
      if (random.chance(0.3)) defaults = true
      return `${this.fresh('p')}${ann()}${defaults ? `=${this.expr(context, 1)}` : ''}`
    }
    const positional = random.below(4)
    for (let i = 0; i < positional; i++) parts.push(parameter())
    if (positional > 0 && random.chance(0.2)) parts.splice(1 + random.below(positional), 0, '/')
    if (random.chance(0.2)) parts.push(`*${this.fresh('args')}${ann()}`)
    else if (random.below(5) === 0) {
      parts.push('*')
      parts.push(this.fresh('k') + ann())
    }
    if (parts.includes('*') || parts.at(-1)?.startsWith('*')) {
      if (random.chance(0.5)) parts.push(`${this.fresh('k')}${ann()}=${this.expr(context, 1)}`)
    }
    if (random.chance(0.15)) parts.push(`**${this.fresh('kw')}${ann()}`)
    return parts.join(', ')
  }

  private typeParameters(context: Context): string {
    const { random } = this
    const annotation: Context = { ...context, noWalrus: true, comprehension: true }
    const parts = [this.fresh('T') + random.pick(['', `: ${this.expr(annotation, 1)}`, ': (int, str)'])]
    if (random.chance(0.3)) parts.push(`*${this.fresh('Ts')}`)
    if (random.chance(0.3)) parts.push(`**${this.fresh('P')}${random.chance(0.5) ? ' = [int]' : ''}`)
    return `[${parts.join(', ')}]`
  }

  private arguments(context: Context, depth: number): string {
    const { random } = this
    const parts: string[] = []
    for (let i = random.below(4); i > 0; i--) {
      parts.push((random.chance(0.1) ? '*' : '') + this.expr(context, depth - 1))
    }
    if (random.chance(0.25)) parts.push(`${this.fresh('k')}=${this.expr(context, depth - 1)}`)
    if (random.chance(0.1)) parts.push(`**${this.atom(context, 1)}`)
    if (parts.length === 0 && random.chance(0.1)) parts.push(this.comprehensionBody(context, depth))
    return parts.join(', ')
  }

  // Expressions

  private exprs(context: Context): string {
    const { random } = this
    if (random.chance(0.75)) return this.expr(context, 3)
    const parts: string[] = []
    for (let i = 1 + random.below(3); i >= 0; i--) {
      parts.push((random.chance(0.12) ? '*' : '') + this.expr(context, 2))
    }
    return parts.join(', ')
  }

  private atom(context: Context, depth: number): string {
    const { random } = this
    switch (random.below(4)) {
      case 0:
        return `(${this.expr(context, depth - 1)})`
      case 1:
        return `${this.name()}.${random.pick(ATTRIBUTES)}`
      default:
        return this.name()
    }
  }

  private subscript(context: Context): string {
    const { random } = this
    const e = () => this.expr(context, 1)
    const part = () => (random.chance(0.5) ? e() : '')
    switch (random.below(5)) {
      case 0:
        return `${part()}:${part()}`
      case 1:
        return `${part()}:${part()}:${part()}`
      case 2:
        return `${e()}, ${random.chance(0.3) ? `*${this.name()}` : `${part()}:${part()}`}`
      default:
        return e()
    }
  }

  expr(context: Context, depth: number): string {
    const { random } = this
    if (depth <= 0) return random.chance(0.5) ? this.name() : random.pick(CONSTANTS)
    const e = (d = depth - 1) => this.expr(context, d)
    const wrap = (text: string) => (random.chance(0.7) ? `(${text})` : text)
    const canYield =
      (context.scope === 'function' || context.scope === 'async') && !context.comprehension && context.generator
    switch (random.below(30)) {
      case 0:
      case 1:
        return `${this.operand(context, depth)} ${random.pick(BINARY)} ${this.operand(context, depth)}`
      case 2:
        return `${random.pick(['-', '+', '~'])}${this.operand(context, depth)}`
      case 3:
        return wrap(`not ${e()}`)
      case 4:
      case 5: {
        const op = random.pick([' and ', ' or '])
        return `(${Array.from({ length: 2 + random.below(2) }, () => this.operand(context, depth)).join(op)})`
      }
      case 6:
      case 7: {
        let text = this.operand(context, depth)
        do text += ` ${random.pick(COMPARE)} ${this.operand(context, depth)}`
        while (random.chance(0.2))
        return `(${text})`
      }
      case 8:
        return `(${e()} if ${e()} else ${e()})`
      case 9:
        return `(lambda ${this.parameters(context, false)}: ${this.expr({ ...context, scope: 'lambda', comprehension: false }, depth - 1)})`
      case 10:
      case 11:
        return `${this.atom(context, depth)}(${this.arguments(context, depth)})`
      case 12:
        return `${this.atom(context, depth)}[${this.subscript(context)}]`
      case 13:
        return `${this.atom(context, depth)}.${random.pick(ATTRIBUTES)}`
      case 14:
        return `${this.atom(context, depth)}.${random.pick(ATTRIBUTES)}(${this.arguments(context, depth)})`
      case 15:
        return `[${this.display(context, depth)}]`
      case 16: {
        const parts = this.display(context, depth)
        return parts === '' ? '()' : `(${parts},)`
      }
      case 17: {
        // Ellipsis is hashed by its address.
        const parts = this.display(context, depth, HASHABLE).replaceAll('...', 'None')
        return parts === '' ? 'set()' : `{${parts}}`
      }
      case 18: {
        const parts: string[] = []
        for (let i = random.below(4); i > 0; i--) {
          parts.push(random.chance(0.1) ? `**${this.name()}` : `${e()}: ${e()}`)
        }
        return `{${parts.join(', ')}}`
      }
      case 19:
      case 20: {
        const body = this.comprehensionBody(context, depth)
        return random.pick([`[${body}]`, `{${body}}`, `(${body})`])
      }
      case 21: {
        const inner: Context = { ...context, comprehension: true, noWalrus: true }
        return `{${this.expr(inner, 1)}: ${this.expr(inner, 1)} ${this.clauses(context, depth)}}`
      }
      case 22:
        return this.fstring(context, depth)
      case 23:
        return context.noWalrus || context.comprehension ? this.name() : `(${this.name()} := ${e()})`
      case 24:
        if (context.scope === 'async' && !context.noWalrus) return `(await ${this.atom(context, depth)})`
        return this.name()
      case 25:
        if (canYield && !context.noWalrus) {
          if (context.scope === 'function' && random.chance(0.4)) return `(yield from ${e()})`
          return `(yield ${random.chance(0.7) ? e() : ''})`
        }
        return random.pick(CONSTANTS)
      case 26:
      case 27:
        return random.pick(CONSTANTS)
      default:
        return this.name()
    }
  }

  private operand(context: Context, depth: number): string {
    const text = this.expr(context, depth - 1)
    return /^[\w.'"]+$/.test(text) ? text : `(${text})`
  }

  private display(context: Context, depth: number, constants: readonly string[] = CONSTANTS): string {
    const { random } = this
    const constant = random.chance(0.3)
    const parts: string[] = []
    for (let i = random.below(5); i > 0; i--) {
      if (constant) parts.push(random.pick(constants))
      else parts.push((random.chance(0.08) ? '*' : '') + this.operand(context, depth))
    }
    return parts.join(random.chance(0.1) ? ',\n      ' : ', ')
  }

  private comprehensionBody(context: Context, depth: number): string {
    const inner: Context = { ...context, comprehension: true, noWalrus: context.noWalrus || context.scope === 'class' }
    return `${this.operand(inner, depth)} ${this.clauses(context, depth)}`
  }

  private clauses(context: Context, depth: number): string {
    const { random } = this
    const inner: Context = { ...context, comprehension: true, noWalrus: true }
    const parts: string[] = []
    do {
      const isAsync = context.scope === 'async' && !context.noWalrus && random.chance(0.2) ? 'async ' : ''
      const target = random.chance(0.7)
        ? this.name()
        : `(${this.name()}, ${random.chance(0.2) ? '*' : ''}${this.name()})`
      const iterable = random.chance(0.2)
        ? random.pick(['[1, 2]', '(1, 2)', '[x]', '{1, 2}'])
        : this.operand(inner, depth)
      parts.push(`${isAsync}for ${target} in ${iterable}`)
      while (random.chance(0.25)) parts.push(`if ${this.operand(inner, depth)}`)
    } while (random.chance(0.2))
    return parts.join(' ')
  }

  private fstring(context: Context, depth: number): string {
    const { random } = this
    const quote = random.pick(["'", '"', "'''"])
    let text = ''
    for (let i = random.below(4); i >= 0; i--) {
      if (random.chance(0.4)) text += random.pick(['text', ' {{ }} ', 'é', '%s', '\\n'])
      else {
        const conversion = random.chance(0.3) ? random.pick(['!r', '!s', '!a']) : ''
        const spec = random.chance(0.3) ? random.pick([':>10', `:{${this.name()}}`, ':.2f', ':']) : ''
        const value = random.chance(0.15) ? `${this.name()}=` : this.operand(context, depth - 1).replace(/\n/g, ' ')
        text += `{${value.startsWith('{') ? ` ${value} ` : value}${conversion}${spec}}`
      }
    }
    return `f${quote}${text}${quote}${random.chance(0.1) ? " 'tail'" : ''}`
  }
}

/** A program for a seed. */
export function generateProgram(seed: number, size?: number): string {
  return new Generator(seed).program(size)
}
