/**
 * Reads the repr of builtin values back into structure, for formats that show values otherwise than as Python text (JSON values, tokens without quotes,
 * typed heap graphs, `value; type`). What is no literal (`<function f>`, `Point(x=1)`) stays text.
 */

export type Literal =
  | { kind: 'None' | 'bool' | 'int' | 'float' | 'complex' | 'Ellipsis' | 'other'; text: string }
  | { kind: 'str' | 'bytes'; text: string; value: string }
  | { kind: 'list' | 'tuple' | 'set' | 'frozenset'; text: string; items: Literal[] }
  | { kind: 'dict'; text: string; entries: [Literal, Literal][] }

const NUMBER = /[-+]?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|inf|nan)(?:[-+](?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|inf|nan)j|j)?/y
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' }

class Reader {
  at = 0
  constructor(readonly text: string) {}

  value(): Literal | null {
    const { text, at: start } = this
    const c = text[start]
    if (c === "'" || c === '"') return this.string('str')
    if (c === 'b' && (text[start + 1] === "'" || text[start + 1] === '"')) {
      this.at++
      return this.string('bytes')
    }
    if (c === '[') return this.sequence('list', ']')
    if (c === '(') return this.sequence('tuple', ')')
    if (c === '{') return this.braces()
    for (const [word, kind] of [
      ['None', 'None'],
      ['True', 'bool'],
      ['False', 'bool'],
      ['Ellipsis', 'Ellipsis'],
      ['set()', 'set'],
      ['frozenset()', 'frozenset'],
    ] as const) {
      if (text.startsWith(word, start) && !/\w/.test(text[start + word.length] ?? '')) {
        this.at += word.length
        return kind === 'set' || kind === 'frozenset' ? { kind, text: word, items: [] } : { kind, text: word }
      }
    }
    if (text.startsWith('frozenset({', start)) {
      this.at += 'frozenset('.length
      const inner = this.braces()
      if (inner?.kind !== 'set' || text[this.at] !== ')') return null
      this.at++
      return { kind: 'frozenset', text: text.slice(start, this.at), items: inner.items }
    }
    NUMBER.lastIndex = start
    const m = NUMBER.exec(text)
    if (m && m[0] !== '') {
      this.at += m[0].length
      if (/\w/.test(text[this.at] ?? '')) return null
      return { kind: m[0].endsWith('j') ? 'complex' : /[.ein]/.test(m[0]) ? 'float' : 'int', text: m[0] }
    }
    return null
  }

  private string(kind: 'str' | 'bytes'): Literal | null {
    const { text } = this
    const start = kind === 'bytes' ? this.at - 1 : this.at
    const quote = text[this.at]!
    let value = ''
    for (let i = this.at + 1; i < text.length; i++) {
      const c = text[i]!
      if (c === quote) {
        this.at = i + 1
        return { kind, text: text.slice(start, this.at), value }
      }
      if (c !== '\\') {
        value += c
        continue
      }
      const e = text[++i]!
      const digits = e === 'x' ? 2 : e === 'u' ? 4 : e === 'U' ? 8 : 0
      if (digits) {
        value += String.fromCodePoint(Number.parseInt(text.slice(i + 1, i + 1 + digits), 16))
        i += digits
      } else value += ESCAPES[e] ?? `\\${e}`
    }
    return null
  }

  private sequence(kind: 'list' | 'tuple', close: string): Literal | null {
    const start = this.at++
    const items: Literal[] = []
    let commas = 0
    while (this.text[this.at] !== close) {
      const item = this.element()
      if (!item) return null
      items.push(item)
      if (this.text[this.at] === ',') {
        commas++
        this.at++
        this.spaces()
      } else if (this.text[this.at] !== close) return null
    }
    this.at++
    if (kind === 'tuple' && items.length === 1 && commas === 0) return null
    return { kind, text: this.text.slice(start, this.at), items }
  }

  private braces(): Literal | null {
    const start = this.at++
    const items: Literal[] = []
    const entries: [Literal, Literal][] = []
    while (this.text[this.at] !== '}') {
      const key = this.element()
      if (!key) return null
      if (this.text[this.at] === ':') {
        this.at++
        this.spaces()
        const value = this.element()
        if (!value) return null
        entries.push([key, value])
      } else items.push(key)
      if (this.text[this.at] === ',') {
        this.at++
        this.spaces()
      } else if (this.text[this.at] !== '}') return null
    }
    this.at++
    const text = this.text.slice(start, this.at)
    if (items.length > 0) return entries.length > 0 ? null : { kind: 'set', text, items }
    return { kind: 'dict', text, entries }
  }

  /** A value inside a container: a literal, or any other repr up to the next separator at this level. */
  private element(): Literal | null {
    const start = this.at
    const value = this.value()
    if (value && /[,\])}:]/.test(this.text[this.at] ?? '')) return value
    this.at = start
    let depth = 0
    for (; this.at < this.text.length; this.at++) {
      const c = this.text[this.at]!
      if (c === "'" || c === '"') {
        const s = this.string('str')
        if (!s) return null
        this.at--
      } else if ('([{<'.includes(c)) depth++
      else if (depth === 0 && ',])}:'.includes(c)) break
      else if (')]}>'.includes(c)) depth--
    }
    return this.at > start ? { kind: 'other', text: this.text.slice(start, this.at) } : null
  }

  private spaces(): void {
    while (this.text[this.at] === ' ') this.at++
  }
}

/** Structure of a repr text; `other` for what is not a literal. */
export function readLiteral(text: string): Literal {
  const reader = new Reader(text)
  const value = reader.value()
  return value && reader.at === text.length ? value : { kind: 'other', text }
}

/** Name of the Python type a repr text shows, where it can be told: `list`, `int`, …, `function`; else ''. */
export function typeOfText(text: string): string {
  const { kind } = readLiteral(text)
  if (kind === 'None') return 'NoneType'
  if (kind === 'Ellipsis') return 'ellipsis'
  if (kind !== 'other') return kind
  const named = /^<(\w+) object|^<(function|module|class|bound method)/.exec(text) ?? /^([A-Za-z_]\w*)\(/.exec(text)
  const name = named?.[1] ?? named?.[2] ?? ''
  return name === 'class' ? 'type' : name === 'bound method' ? 'method' : name
}
