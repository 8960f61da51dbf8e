/**
 * Traces written into the source as trailing comments: `next` (NExT) and `semcoder` (SemCoder). Both number the state changes of the run and write each beside
 * the line that made it, so the text grows with the source and not with the loop counts.
 */
import type { Step, StepStream, TraceMeta } from '../step'
import { effects } from '../replay'
import { readLiteral } from '../literal'
import { pyJson, sourceLines, FormatError, type FormatOptions, type Observation, type TraceFormat } from './format'
import { jsonValue } from './nye'

interface Change {
  order: number
  vars: Map<string, string>
}

interface Notes {
  /** Arguments by line of the `def`. */
  inputs: Map<number, Change[]>
  changes: Map<number, Change[]>
  outputs: Map<number, string[]>
  errors: Map<number, string[]>
}

/** Collects, per source line, the numbered changes that lines of the traced file made. */
function collect(steps: StepStream, meta: TraceMeta): Notes {
  const notes: Notes = { inputs: new Map(), changes: new Map(), outputs: new Map(), errors: new Map() }
  let order = 0
  const files = new Map<number, string>()
  const add = <T>(map: Map<number, T[]>, line: number | null, value: T): void => {
    if (line === null || line < 1) return
    const list = map.get(line)
    if (list) list.push(value)
    else map.set(line, [value])
  }
  function* watch(): Iterable<Step> {
    for (const step of steps) {
      if (step.info) files.set(step.frame, step.info.file)
      if (files.get(step.frame) === meta.filename) {
        if (step.event === 'call' && step.info!.kind !== 'module' && step.info!.kind !== 'class') {
          const vars = new Map<string, string>()
          for (let i = 0; step.set && i < step.set.length; i += 2) vars.set(step.set[i]!, step.set[i + 1]!)
          if (vars.size > 0) add(notes.inputs, step.line, { order: order++, vars })
        } else if (step.event === 'exception') add(notes.errors, step.line, `${step.exc!.type}: ${step.exc!.message}`)
        yield step
      }
    }
  }
  let unwinding = false
  for (const { step, frame, changed, outcome } of effects(watch())) {
    if (changed.size > 0) add(notes.changes, step.line, { order: order++, vars: changed })
    if (outcome?.event === 'return' && frame.kind !== 'module' && frame.kind !== 'class' && !unwinding)
      add(notes.outputs, step.line, outcome.value ?? 'None')
    unwinding = outcome?.event === 'exception'
  }
  return notes
}

/** The first two, a mark for what is left out, the last. */
function elide<T>(list: T[], most: number, mark: T): T[] {
  return list.length > most ? [list[0]!, list[1]!, mark, list[list.length - 1]!] : list
}

function* formatNext(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const notes = collect(steps, meta)
  const show = (c: Change): string => `(${c.order}) ${[...c.vars].map(([k, v]) => `${k}=${v}`).join('; ')}`
  const most = options['elide'] ? 3 : Number.POSITIVE_INFINITY
  const lines = sourceLines(meta)
  for (const [i, line] of lines.entries()) {
    if (i === lines.length - 1 && line === '') break
    const all = [...(notes.inputs.get(i + 1) ?? []), ...(notes.changes.get(i + 1) ?? [])].sort(
      (a, b) => a.order - b.order,
    )
    const parts = elide(all.map(show), most, '...')
    for (const error of new Set(notes.errors.get(i + 1) ?? [])) parts.push(`! ${error.replace(/\n/g, '\\n')}`)
    yield parts.length > 0 ? `${line}  # ${parts.join('; ')}\n` : `${line}\n`
  }
}

function parseNext(text: string, meta: TraceMeta): Observation[] {
  const out: Observation[] = []
  let at = 0
  const source = sourceLines(meta)
  for (const [i, row] of text.split('\n').entries()) {
    const line = source[i]
    if (line === undefined && row === '') break
    if (line === undefined) throw new FormatError('more lines than the source has', at)
    if (!row.startsWith(line)) throw new FormatError(`line ${i + 1} is not the source's`, at)
    const rest = row.slice(line.length)
    if (rest !== '') {
      if (!rest.startsWith('  # ')) throw new FormatError('expected a comment', at + line.length)
      let place = at + line.length + 4
      for (const part of rest.slice(4).split(/; (?=\(\d+\) |\.\.\.(?:; |$)|! )/)) {
        const m = /^\((\d+)\) (.*)$/s.exec(part)
        const start = place
        place += part.length + 2
        if (m)
          out.push({ at: start, event: 'change', line: i + 1, extra: { order: m[1]! }, vars: splitAssignments(m[2]!) })
        else if (part.startsWith('! '))
          out.push({ at: start, event: 'exception', line: i + 1, exception: part.slice(2) })
        else if (part === '...') out.push({ at: start, event: '...', line: i + 1 })
        else throw new FormatError('expected (k) name=value', at)
      }
    }
    at += row.length + 1
  }
  return out
}

/** `a=1; b='x; y'` → names and texts; a text may hold `; ` inside quotes or brackets. */
function splitAssignments(text: string): Record<string, string> {
  const vars: Record<string, string> = {}
  const starts: { name: string; at: number; value: number }[] = []
  const pattern = /(?:^|; )([^\s=;'"()[\]{}]+)=/g
  for (let m = pattern.exec(text); m; m = pattern.exec(text))
    starts.push({ name: m[1]!, at: m.index, value: m.index + m[0].length })
  for (let i = 0; i < starts.length; i++) {
    const { name, value } = starts[i]!
    let j = i + 1
    // a boundary inside a string or bracket leaves an unreadable value: take the next one
    while (j < starts.length && unbalanced(text.slice(value, starts[j]!.at))) j++
    vars[name] = text.slice(value, j < starts.length ? starts[j]!.at : undefined)
    i = j - 1
  }
  return vars
}

function unbalanced(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === "'" || c === '"') {
      for (i++; i < text.length && text[i] !== c; i++) if (text[i] === '\\') i++
      if (i >= text.length) return true
    } else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
  }
  return depth !== 0
}

export const next: TraceFormat = {
  name: 'next',
  version: 1,
  extension: 'py',
  doc: 'NExT: the source with numbered variable changes as trailing comments.',
  basis: 'Layout from the paper’s description; separators are not verified.',
  needs: {},
  options: {
    elide: { default: true, doc: 'show the first two and the last change of a line that has more than three' },
  },
  format: formatNext,
  parse: parseNext,
}

function* formatSemcoder(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const notes = collect(steps, meta)
  const dict = (vars: Map<string, string>): string =>
    `{${[...vars].map(([k, v]) => `${pyJson(k)}: ${jsonValue(readLiteral(v))}`).join(', ')}}`
  const most = options['concise'] ? 3 : Number.POSITIVE_INFINITY
  // States are numbered by themselves: inputs do not count.
  const numbers = new Map<Change, number>()
  for (const [k, c] of [...notes.changes.values()]
    .flat()
    .sort((a, b) => a.order - b.order)
    .entries())
    numbers.set(c, k)
  const tag = (c: Change): string => (options['numbered'] ? `STATE-${numbers.get(c)}` : 'STATE')
  const lines = sourceLines(meta)
  for (const [i, line] of lines.entries()) {
    if (i === lines.length - 1 && line === '') break
    const parts: string[] = []
    parts.push(
      ...elide(
        (notes.inputs.get(i + 1) ?? []).map((c) => `[INPUT] ${dict(c.vars)} [/INPUT]`),
        most,
        ' ... ',
      ),
    )
    parts.push(
      ...elide(
        (notes.changes.get(i + 1) ?? []).map((c) => `[${tag(c)}] ${dict(c.vars)} [/${tag(c)}]`),
        most,
        ' ... ',
      ),
    )
    parts.push(
      ...elide(
        (notes.outputs.get(i + 1) ?? []).map((v) => `[OUTPUT] ${jsonValue(readLiteral(v))} [/OUTPUT]`),
        most,
        ' ... ',
      ),
    )
    for (const error of new Set(notes.errors.get(i + 1) ?? []))
      parts.push(`[EXCEPTION] ${error.replace(/\n/g, '\\n')} [/EXCEPTION]`)
    yield parts.length > 0 ? `${line} # ${parts.join('')}\n` : `${line}\n`
  }
}

function parseSemcoder(text: string, meta: TraceMeta): Observation[] {
  const out: Observation[] = []
  let at = 0
  const source = sourceLines(meta)
  for (const [i, row] of text.split('\n').entries()) {
    const line = source[i]
    if (line === undefined && row === '') break
    if (line === undefined) throw new FormatError('more lines than the source has', at)
    if (!row.startsWith(line)) throw new FormatError(`line ${i + 1} is not the source's`, at)
    let rest = row.slice(line.length)
    if (rest !== '') {
      if (!rest.startsWith(' # ')) throw new FormatError('expected a comment', at + line.length)
      rest = rest.slice(3)
      while (rest !== '') {
        if (rest.startsWith(' ... ')) {
          out.push({ at: at + row.length - rest.length, event: '...', line: i + 1 })
          rest = rest.slice(5)
          continue
        }
        const open = /^\[(INPUT|STATE(?:-\d+)?|OUTPUT|EXCEPTION)\] /.exec(rest)
        const close = open ? rest.indexOf(` [/${open[1]}]`) : -1
        if (!open || close < 0) throw new FormatError('expected a tag', at)
        const body = rest.slice(open[0].length, close)
        const event = open[1]!.replace(/-\d+$/, '').toLowerCase()
        const step: Observation = { at: at + row.length - rest.length, event, line: i + 1 }
        if (open[1]!.includes('-')) step.extra = { order: open[1]!.slice(6) }
        if (event === 'output') step.value = body
        else if (event === 'exception') step.exception = body
        else step.vars = jsonTexts(body, at)
        out.push(step)
        rest = rest.slice(close + open[1]!.length + 4)
      }
    }
    at += row.length + 1
  }
  return out
}

function jsonTexts(body: string, at: number): Record<string, string> {
  const json = body.replace(/(?<=[[:,{ ])(-?Infinity|NaN)(?=[\],}])/g, '"$1"')
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(json) as Record<string, unknown>).map(([k, v]) => [k, JSON.stringify(v)]),
    )
  } catch {
    throw new FormatError('expected a JSON object', at)
  }
}

export const semcoder: TraceFormat = {
  name: 'semcoder',
  version: 1,
  extension: 'py',
  doc: 'SemCoder: the source with tagged states ([INPUT], [STATE-k], [OUTPUT]) as trailing comments.',
  basis: 'From the published script, run; the text of exceptions follows it.',
  needs: {},
  options: {
    numbered: { default: true, doc: 'number the states' },
    concise: { default: false, doc: 'show the first two and the last of more than three' },
  },
  format: formatSemcoder,
  parse: parseSemcoder,
}
