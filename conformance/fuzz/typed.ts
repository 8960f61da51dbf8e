/**
 * Random expressions with types: from the rows of `tables.ts`, so that most of them evaluate to something. One part in some thirty is of another type than its place wants,
 * on purpose: what is said about wrong operands is compared as well.
 */
import type { Random } from './generate'
import { LITERALS, ROWS, TYPES, type Type, WORDS } from './tables'

/** Ways to make each type. */
const ways = new Map<string, string[]>()
for (const line of ROWS.trim().split('\n')) {
  const colon = line.indexOf(': ')
  const type = line.slice(0, colon)
  ways.set(type, [...(ways.get(type) ?? []), ...line.slice(colon + 2).split('; ')])
}

/** Types whose value a wrong operand may be where a count is wanted: large ints would take the memory of the machine. */
const WRONG = TYPES.filter((t) => t !== 'int' && t !== 'any' && t !== 'func' && t !== 'iter')

/** Whether a text needs parentheses as an operand. */
function compound(text: string): boolean {
  if (/^[-~+]|^(not|lambda|await|yield)\b/.test(text)) return true
  let depth = 0
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quote !== '') {
      if (c === '\\') i++
      else if (c === quote) quote = ''
    } else if (c === "'" || c === '"') quote = c
    else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
    else if (depth === 0 && (c === ' ' || '+-*/%@<>=&|^'.includes(c))) return true
  }
  return false
}

export class Typed {
  /** Share of operands of a wrong type. */
  wrong = 0.03
  /** Names bound in the program, by type. */
  readonly names = new Map<string, string[]>()

  /** Holes that only the library's rows have. */
  word: (g: Typed, word: string) => string | undefined = () => undefined

  constructor(readonly random: Random) {}

  pick<T>(items: readonly T[]): T {
    return this.random.pick(items)
  }

  chance(p: number): boolean {
    return this.random.chance(p)
  }

  /** An expression for a type or word. */
  expr(type: string, depth = 2): string {
    const { random } = this
    const words = WORDS[type]
    if (words !== undefined) return random.pick(words)
    switch (type) {
      case 'percent':
        return this.percent(depth)
      case 'fstring':
        return this.fstring(depth)
      case 'intspec':
      case 'floatspec':
      case 'strspec':
      case 'anyspec':
        return `'${this.spec(type)}'`
      case 'anyspec0':
        return this.spec('anyspec')
    }
    const special = this.word(this, type)
    if (special !== undefined) return special
    let wanted = type as Type
    if (wanted !== 'any' && random.chance(this.wrong)) wanted = random.pick(WRONG)
    if (wanted === 'any' && (depth <= 0 || random.chance(0.5)))
      wanted = random.pick([
        'int',
        'float',
        'str',
        'list',
        'tuple',
        'dict',
        'none',
        'bool',
        'bytes',
        'set',
        'ints',
        'strs',
        'idx',
        'complex',
      ])
    const names = this.names.get(wanted)
    if (names !== undefined && random.chance(0.35)) return random.pick(names)
    const rows = ways.get(wanted)
    if (depth <= 0 || rows === undefined || random.chance(0.3)) {
      return random.pick(LITERALS[wanted as keyof typeof LITERALS] ?? LITERALS.int)
    }
    return this.fill(random.pick(rows), depth - 1)
  }

  /** A row with its holes filled. */
  fill(row: string, depth: number): string {
    let dropped = false
    return row.replace(
      /(, )?\{([a-z][\w-]*)(\?)?\}/g,
      (_, comma: string | undefined, type: string, optional: string | undefined, at: number) => {
        if (optional !== undefined && (dropped || this.chance(0.5))) {
          dropped = true
          return ''
        }
        const hole = at + (comma?.length ?? 0)
        const text = this.expr(type, depth)
        const before = row.slice(0, hole).trimEnd().at(-1) ?? ''
        const after = row[hole + type.length + 2 + (optional?.length ?? 0)] ?? ''
        const within = before === '' ? after === '' : '([,:='.includes(before) && '), ]'.includes(after)
        const bare = (within && after !== ' ') || (comma !== undefined && '),]'.includes(after))
        const number = /^\d+$/.test(text) && after === '.'
        return `${comma ?? ''}${(!bare && compound(text)) || number ? `(${text})` : text}`
      },
    )
  }

  // Formatting

  spec(kind: string): string {
    const { random } = this
    const some = (p: number, texts: readonly string[]) => (random.chance(p) ? random.pick(texts) : '')
    const types = { intspec: 'dxXobcneEfFgG%', floatspec: 'eEfFgGn%', strspec: 's', anyspec: 'dxXobcneEfFgG%sr' }[
      kind
    ] as string
    return (
      some(0.4, ['<', '>', '^', '=', '*<', '*>', '0^', ' =', 'é>']) +
      some(0.25, ['+', '-', ' ']) +
      some(0.06, ['z']) +
      some(0.2, ['#']) +
      some(0.2, ['0']) +
      some(0.5, ['1', '5', '8', '10', '12', '20']) +
      some(0.2, [',', '_']) +
      some(0.4, ['.0', '.1', '.2', '.3', '.5', '.10', '.17']) +
      some(0.75, [...types])
    )
  }

  percent(depth: number): string {
    const { random } = this
    const parts: string[] = []
    const values: string[] = []
    for (let i = 1 + random.below(3); i > 0; i--) {
      const flags = random.pick(['', '', '-', '+', '0', ' ', '#', '-0', '+ '])
      let width = random.pick(['', '', '5', '10', '*'])
      if (width === '*') values.push(this.expr('idx', 0))
      if (random.chance(0.3)) width += random.pick(['.0', '.2', '.5', '.10'])
      const [code, type] = random.pick([
        ...(['d', 'i', 'x', 'X', 'o', 'c', 'u'] as const).map((c) => [c, 'int'] as const),
        ...(['e', 'E', 'f', 'F', 'g', 'G'] as const).map((c) => [c, 'float'] as const),
        ...(['s', 'r', 'a', 's', 'd', 'y'] as const).map((c) => [c, 'any'] as const),
      ])
      parts.push(`${random.pick(['', 'n=', ' ', 'é', '%%'])}%${flags}${width}${code}`)
      values.push(this.expr(random.chance(0.9) ? type : 'any', depth - 1))
    }
    const bytes = random.chance(0.1) ? 'b' : ''
    const text = bytes === '' ? parts.join('') : parts.join('').replaceAll('é', 'e')
    return `${bytes}'${text}' % (${values.join(', ')}${values.length === 1 ? ',' : ''})`
  }

  fstring(depth: number): string {
    const { random } = this
    let text = ''
    for (let i = 1 + random.below(3); i > 0; i--) {
      text += random.pick(['', 'v: ', '{{}} ', 'é', '\\t'])
      const [type, spec] = random.pick([
        ['int', 'intspec'],
        ['float', 'floatspec'],
        ['str', 'strspec'],
        ['any', 'anyspec'],
      ])
      const value = this.expr(type!, depth - 1).replaceAll('\n', ' ')
      const inner = value.startsWith('{') || /:=|lambda|!/.test(value) ? `(${value})` : value
      text += `{${inner}${random.pick(['', '', '', '=', '!r', '!s', '!a'])}${random.chance(0.5) ? `:${this.spec(spec!)}` : ''}}`
    }
    // Quotes within are free since Python 3.12.
    return `f"${text}"`
  }
}
