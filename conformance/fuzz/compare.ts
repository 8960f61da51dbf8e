/**
 * Where the two sides of a comparison part, and a signature that findings with one cause share.
 */
import { type CodeDump, type ConstantDump, shortHash } from '../compile_dump'
import type { Answer } from './oracle'

export const ASPECTS = ['crash', 'ast', 'code', 'out', 'err', 'exit', 'trace'] as const
export type Aspect = (typeof ASPECTS)[number]

export interface Difference {
  aspect: Aspect
  /** What CPython says and what we say, where they first part. */
  theirs: string
  ours: string
  signature: string
}

/** Addresses are counters here and memory there; where library modules lie and what their lines are depends on the installation. */
export function normalize(text: string): string {
  return text
    .replace(/ at 0x[0-9a-fA-F]+/g, ' at 0x…')
    .replace(
      /^ *(?:\| )*File "(?:[^"\n]*\/lib\/python3\.13\/|<frozen )[^\n]*\n(?:(?!^ *(?:\| )*File ")^(?: *\|)? {4,}[^\n]*\n)*/gm,
      '',
    )
    .replace(/[\w./+-]*\/lib\/python3\.13\//g, 'lib/')
    .replace(/(<module '[\w.]+')(?: from '[^']*'| \((?:built-in|frozen)\))>/g, '$1>')
}

/** A text with what varies among findings of one cause taken out. */
function shape(text: string): string {
  return text
    .replace(/(["'])(?:\\.|(?!\1).)*\1/g, 'S')
    .replace(/-?\b\d[\w.]*/g, 'N')
    .replace(/\b([a-zA-Z_]+)N\b/g, '$1')
    .replace(/[a-z]+\d+/g, 'v')
    .replace(/\s+/g, ' ')
    .slice(0, 70)
}

function firstLines(a: string, b: string): [string, string] | undefined {
  if (a === b) return undefined
  const x = a.split('\n')
  const y = b.split('\n')
  for (let i = 0; ; i++) if (x[i] !== y[i]) return [x[i] ?? '<end>', y[i] ?? '<end>']
}

function textDifference(aspect: Aspect, theirs: string, ours: string): Difference | undefined {
  const lines = firstLines(normalize(theirs), normalize(ours))
  if (lines === undefined) return undefined
  return { aspect, theirs: lines[0], ours: lines[1], signature: `${aspect}: ${shape(lines[0])} ≠ ${shape(lines[1])}` }
}

function isCode(c: ConstantDump): c is { k: CodeDump } {
  return typeof c === 'object' && c !== null && 'k' in c
}

/** The first field in which two code objects differ. */
function codeDifference(theirs: CodeDump, ours: CodeDump): Difference | undefined {
  for (const key of [
    'code',
    'consts',
    'names',
    'exceptiontable',
    'linetable',
    'varnames',
    'cellvars',
    'freevars',
    'flags',
    'stacksize',
    'args',
    'qualname',
  ] as const) {
    const [a, b] = [theirs[key], ours[key]].map((v) =>
      key === 'consts' ? (v as ConstantDump[]).map((c) => (isCode(c) ? 'code' : c)) : v,
    )
    if (JSON.stringify(a) !== JSON.stringify(b)) {
      const at = `${theirs.qualname} line ${theirs.firstlineno}: `
      return { aspect: 'code', theirs: at + JSON.stringify(a), ours: at + JSON.stringify(b), signature: `code: ${key}` }
    }
  }
  const inner = (dump: CodeDump) => dump.consts.filter(isCode)
  const own = inner(ours)
  for (const [i, c] of inner(theirs).entries()) {
    const found = codeDifference(c.k, own[i]!.k)
    if (found !== undefined) return found
  }
  return undefined
}

/** Traces up to the shorter end if one was cut. */
function traceDifference(theirs: Answer, ours: Answer): Difference | undefined {
  const a = normalize(theirs.trace!).split('\n')
  const b = normalize(ours.trace!).split('\n')
  const cut = theirs.end === 'limit' || ours.end === 'limit'
  // The last event before a cut may be half written.
  const most = cut ? Math.min(a.length, b.length) - 2 : Math.max(a.length, b.length)
  for (let i = 0; i < most; i++) {
    if (a[i] === b[i]) continue
    return {
      aspect: 'trace',
      theirs: a[i] || '<end>',
      ours: b[i] || '<end>',
      signature: `trace: ${eventShape(a[i], b[i])}`,
    }
  }
  // SystemExit is an end like others here, and an exception there.
  if (!cut && theirs.end !== ours.end && !(theirs.end === 'raised SystemExit' && ours.end === 'done')) {
    const [x, y] = [theirs.end!, ours.end!]
    return { aspect: 'trace', theirs: x, ours: y, signature: `trace end: ${x} ≠ ${y}` }
  }
  return undefined
}

function eventShape(a: string | undefined, b: string | undefined): string {
  const read = (text: string | undefined) =>
    text?.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined
  const [x, y] = [read(a), read(b)]
  if (x === undefined || y === undefined) return `${x?.event ?? 'end'} ≠ ${y?.event ?? 'end'}`
  if (x.event !== y.event) return `${x.event} ≠ ${y.event}`
  const key = Object.keys(x).find((k) => JSON.stringify(x[k]) !== JSON.stringify(y[k]))
  if (key !== 'locals')
    return `${x.event} ${key}${key === 'line' || key === 'offset' ? '' : `: ${shape(String(x[key ?? '']))} ≠ ${shape(String(y[key ?? '']))}`}`
  const [l, m] = [x.locals, y.locals] as Record<string, string>[]
  const name = Object.keys({ ...l, ...m }).find((k) => l![k] !== m![k])
  return name === undefined
    ? `${x.event} order of locals`
    : `local: ${shape(l![name] ?? 'unbound')} ≠ ${shape(m![name] ?? 'unbound')}`
}

/** The first difference of two answers to one job, in the order of the stages; undefined if they agree or nothing can be said. */
export function difference(theirs: Answer, ours: Answer): Difference | undefined {
  if (ours.crash !== undefined) {
    const [first, second] = ours.crash.split('\n')
    return {
      aspect: 'crash',
      theirs: '',
      ours: ours.crash,
      signature: `crash: ${shape(first!)} ${second?.replace(/\(.*\//, '(').trim() ?? ''}`,
    }
  }
  if (theirs.ast !== undefined && theirs.ast !== ours.ast) {
    const accepted = [theirs.ast, ours.ast].map((t) => (t === null ? 'refused' : 'accepted'))
    if (accepted[0] !== accepted[1])
      return { aspect: 'ast', theirs: accepted[0]!, ours: accepted[1]!, signature: `ast: ${accepted[0]}` }
    let i = 0
    while (theirs.ast![i] === ours.ast![i]) i++
    const part = (t: string) => t.slice(Math.max(0, i - 60), i + 120)
    return {
      aspect: 'ast',
      theirs: part(theirs.ast!),
      ours: part(ours.ast!),
      signature: `ast: ${shape(part(theirs.ast!))}`,
    }
  }
  if (theirs.code !== undefined && ours.code !== undefined) {
    if ((theirs.code === null) !== (ours.code === null)) {
      const [a, b] = [theirs.code, ours.code].map((c) => (c === null ? 'refused' : 'compiled'))
      return { aspect: 'code', theirs: a!, ours: b!, signature: `code: ${a}` }
    }
    const found = theirs.code !== null && ours.code !== null ? codeDifference(theirs.code, ours.code) : undefined
    if (found !== undefined) return found
  }
  if (theirs.stdout !== undefined && !theirs.timeout) {
    if (ours.timeout)
      return { aspect: 'exit', theirs: `exit ${theirs.exit}`, ours: 'time limit', signature: 'time limit' }
    const found =
      textDifference('out', theirs.stdout, ours.stdout!) ?? textDifference('err', theirs.stderr!, ours.stderr!)
    if (found !== undefined) return found
    if (theirs.exit !== ours.exit)
      return {
        aspect: 'exit',
        theirs: String(theirs.exit),
        ours: String(ours.exit),
        signature: `exit ${theirs.exit} ≠ ${ours.exit}`,
      }
  }
  if (theirs.trace !== undefined && theirs.end !== 'refused' && theirs.end !== 'timeout' && ours.end !== 'timeout')
    return traceDifference(theirs, ours)
  return undefined
}

/** Hashes of what a run and a trace say, for fixtures; a cut trace says nothing. */
export function fingerprints(answer: Answer): string {
  const run = shortHash(normalize(`${answer.stdout}\n${answer.stderr}\n${answer.exit}`))
  return `${run} ${answer.trace === undefined || answer.end === 'limit' ? '-' : shortHash(normalize(answer.trace))}`
}
