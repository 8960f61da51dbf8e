/**
 * `--expand builtins`: every expander has an example on docs/expansions.md, which is what its generator writes; what CRUXEval programs call is expanded; and the notes agree with the
 * results, over random operands.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expanded } from '../src/trace/expand'
import { EXAMPLES, notesByLine } from './expansions'

/** Names of the methods and builtins that programs of CRUXEval call (counted over a sample of it), and some of the same kind. */
const CALLED =
  `append capitalize center clear copy count decode encode endswith expandtabs extend find format fromkeys get index insert isalnum isalpha isascii isdecimal isdigit islower isnumeric
  isspace istitle isupper items join keys ljust lower lstrip maketrans partition pop popitem remove removeprefix removesuffix replace reverse rfind rindex rjust rpartition rsplit rstrip
  setdefault sort split splitlines startswith strip swapcase title translate union update upper values zfill
  abs all any bool dict enumerate filter int isinstance iter len list map max min next ord range reversed round set slice sorted str sum tuple type zip`.split(
    /\s+/,
  )

describe('what is expanded', () => {
  it('includes all that CRUXEval programs call', () => {
    const names = new Set(expanded.map((name) => name.replace(/^.*\./, '')))
    expect(CALLED.filter((name) => !names.has(name))).toEqual([])
  })

  it('has an example each, and the example has notes', () => {
    const shared = (name: string): string => name.replace(/^frozenset\./, 'set.')
    expect([...new Set(expanded.map(shared))].sort()).toEqual(Object.keys(EXAMPLES).sort())
    const { notes } = notesByLine(Object.values(EXAMPLES).join('\n'))
    expect(Object.keys(EXAMPLES).filter((_, i) => !notes.has(i + 1))).toEqual([])
  })

  it('is what docs/expansions.md says', () => {
    const got = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/gen_expansions_doc.ts', '--check'], {
      cwd: join(import.meta.dirname, '..'),
      encoding: 'utf8',
    })
    expect(got.stderr).toBe('')
  })
})

/** What came of a call: reprs of the result, of its items where it is a sequence, and of the operand afterwards. */
interface Outcome {
  notes: string[]
  /** NULL when the call raised. */
  result: string | null
  items: string[]
  /** Of the object whose method is called. */
  before: string
  after: string
}

type Check = (o: Outcome) => boolean

const last = (o: Outcome): string => o.notes[o.notes.length - 1] ?? ''

const LITERAL = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/.source

/** The text of a str literal. */
function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|.)/g, (_, e: string) =>
      e.length > 1
        ? String.fromCodePoint(Number.parseInt(e.slice(1), 16))
        : (({ n: '\n', r: '\r', t: '\t' } as Record<string, string>)[e] ?? e),
    )
}

const searches: Check = (o) =>
  o.result === null || o.result === '-1'
    ? last(o).includes(' is not between ') && o.notes.slice(0, -1).every((n) => n.includes(' is not '))
    : last(o).startsWith(`at ${o.result}: `) && last(o).includes(' is ') && !last(o).includes(' is not ')

const counts: Check = (o) => last(o) === `${o.result} found` || last(o).includes(` fits ${o.result} times`)

/** The notes tell the items of the result in order; from the end too where that is how it is done. */
function pieces(backwards: boolean): Check {
  return (o) => {
    if (o.result === null) return o.notes.length <= 1
    const { items } = o
    if (items.length === 0) return o.notes.length === 1 && last(o).startsWith('no ')
    return (
      o.notes.length === items.length &&
      [items, backwards ? [...items].reverse() : items].some((told) =>
        told.every((item, i) => o.notes[i]!.endsWith(` ${item}`)),
      )
    )
  }
}

const endsWithResult: Check = (o) => o.result === null || last(o).endsWith(`: ${o.result}`)

const replaces: Check = (o) => {
  if (o.result === null) return true
  if (/^none to replace$| does not occur$/.test(last(o))) return o.result === o.before
  return last(o).endsWith(`: ${o.result}`)
}

const maps: Check = (o) => {
  if (o.result === "''" && o.notes.join() === 'no characters') return true
  const told = o.notes.map((n) =>
    new RegExp(`^\\d+: (${LITERAL}) (?:\\(\\d+\\) )?(?:is dropped|becomes (${LITERAL})|.*stays)$`).exec(n),
  )
  if (told.some((m) => m === null)) return false
  return (
    told.map((m) => (m![2] ? unquote(m![2]) : m![0].endsWith('dropped') ? '' : unquote(m![1]!))).join('') ===
    unquote(o.result!)
  )
}

/** A test is true exactly when no note speaks against it. */
const tests: Check = (o) => {
  const against = o.notes.some((n) =>
    /^no |' is not |" is not |is upper case after a letter$|is lower case at the start of a word$/.test(n),
  )
  return o.notes.length === 0
    ? o.before === "''"
    : o.notes[0] === `no characters: ${o.result}` || against === (o.result === 'False')
}

const affixes: Check = (o) =>
  o.result === null || (last(o) !== '' ? !last(o).includes(' is not ') === (o.result === 'True') : o.result === 'False')

const removes: Check = (o) => (last(o) === 'nothing to remove' ? o.result === o.before : endsWithResult(o))

const fills: Check = (o) => {
  if (o.result === null) return true
  const n = [...unquote(o.result)].length - [...unquote(o.before)].length
  if (last(o).endsWith('unchanged')) return n === 0
  const [a, b] = /(\d+) .* before, (\d+)/.exec(last(o))?.slice(1) ?? [/width -?\d+: (\d+) /.exec(last(o))?.[1], '0']
  return Number(a) + Number(b) === n
}

const bytesOf: Check = (o) =>
  o.result === null ||
  o.notes.flatMap((n) => [...n.replace(/^.* bytes? (?=[\d ]+$)/, '').matchAll(/\d+/g)].map((m) => m[0])).join(' ') ===
    o.items.join(' ')

const moved: Check = (o) =>
  o.result === null ? last(o).includes('out of range') : o.notes[0]!.endsWith(`take out ${o.result}`)

const found: Check = (o) =>
  o.result === null
    ? last(o).endsWith(' is not there')
    : o.notes.slice(0, -1).every((n) => n.includes(' is not ')) && / is (?!not )/.test(last(o))

const indexed: Check = (o) => found(o) && (o.result === null || last(o).startsWith(`${o.result}: `))

/** Items of the result or the operand: `0: x`, in order of the notes. */
const listed: Check = (o) =>
  o.result === null ||
  (o.items.length === 0
    ? o.notes.length === 1
    : o.notes.filter((n) => /^\d+: /.test(n)).length === o.items.length &&
      o.items.every((item, i) =>
        o.notes
          .filter((n) => /^\d+: /.test(n))
          [i]!.replace(/^\d+: /, '')
          .startsWith(item),
      ))

const reaches: Check = (o) => o.result === null || o.notes.length === 0 || last(o).endsWith(o.result)

/** A number told at the end of the last note that tells one, or the result itself. */
const computes: Check = (o) => o.result === null || last(o).endsWith(` ${o.result}`) || last(o) === o.result

const best: Check = (o) => {
  if (o.result === null) return o.notes.join() === 'empty' || o.notes.length === 0
  if (!last(o).includes('than') || last(o).startsWith('the first whose')) return last(o).endsWith(o.result)
  const m = /^(.*) is (not )?(?:greater|less) than (.*)$/.exec(last(o))!
  return (m[2] ? m[3] : m[1]) === o.result
}

const sets =
  (side: 'result' | 'after'): Check =>
  (o) => {
    if (o.result === null || o.notes.length === 0) return true
    const taken = o.notes.filter((n) => n.endsWith(': taken')).map((n) => n.replace(/ is (in both|only).*$/, ''))
    const text = side === 'result' ? o.result : o.after
    const set = text === 'set()' ? [] : text.slice(1, -1).split(', ')
    return taken.sort().join() === set.sort().join()
  }

const decides: Check = (o) => o.result === null || last(o) === `so ${o.result}`

const subsets =
  (word: RegExp): Check =>
  (o) =>
    o.result === null || !word.test(last(o)) === (o.result === 'True')

// --- operands, as Python source ---------------------------------------------------------------------------------------

const letters = fc.constantFrom(
  ...'aabbAZz019 \t\n,.-+_',
  'ß',
  'é',
  'Σ',
  'σ',
  '²',
  '½',
  '١',
  'ǅ',
  '漢',
  '😀',
  '\u2028',
  '\u001c',
  '\ufeff',
  "'",
  '"',
)
const text = fc.array(letters, { maxLength: 8 }).map((cs) => cs.join(''))
const quoted = text.map((t) => pyText(t))
const short = fc.array(letters, { maxLength: 2 }).map((cs) => pyText(cs.join('')))
const int = fc.oneof(fc.integer({ min: -12, max: 12 }), fc.constantFrom(10n ** 30n, -(10n ** 30n), 300)).map(String)
const width = fc.integer({ min: -3, max: 20 }).map(String)
const scalar = fc.oneof(fc.constantFrom('0', '1', '2', '-1', '1.0', '0.5', 'True', 'None', "''", "'a'", "'b'"), short)
const numbers = fc
  .array(fc.constantFrom('0', '1', '-2', '3', '2.5', 'True', '10**20'), { maxLength: 6 })
  .map((v) => `[${v.join(', ')}]`)
const list = fc
  .array(fc.oneof(scalar, fc.constantFrom('[1]', '(1, 2)', '{1}', '{1: 2}', "b'a'")), { maxLength: 6 })
  .map((v) => `[${v.join(', ')}]`)
const intSet = fc
  .array(fc.integer({ min: 0, max: 6 }), { maxLength: 5 })
  .map((v) => (v.length > 0 ? `{${v.join(', ')}}` : 'set()'))
const texts = fc.array(quoted, { maxLength: 4 }).map((v) => `[${v.join(', ')}]`)
const optional = (a: fc.Arbitrary<string>, absent = ''): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(absent),
    a.map((v) => `, ${v}`),
  )
const bounds = fc.oneof(
  fc.constant(''),
  int.map((i) => `, ${i}`),
  fc.tuple(fc.oneof(int, fc.constant('None')), fc.oneof(int, fc.constant('None'))).map(([a, b]) => `, ${a}, ${b}`),
)
const none = fc.constant('')
const join2 = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((p) => p.join(''))

function pyText(t: string): string {
  return `'${[...t].map((c) => `\\U${c.codePointAt(0)!.toString(16).padStart(8, '0')}`).join('')}'`
}

/** Method or function, the object (empty: a function), the arguments, and how the notes must agree. */
const SCENES: [string, fc.Arbitrary<string> | null, fc.Arbitrary<string>, Check][] = [
  ...['find', 'rfind', 'index', 'rindex'].map(
    (m) => [m, quoted, join2(short, bounds), searches] as [string, typeof quoted, typeof quoted, Check],
  ),
  ['count', quoted, join2(short, bounds), counts],
  ['replace', quoted, join2(short, fc.constant(', '), short, optional(int)), replaces],
  ['split', quoted, fc.oneof(none, join2(fc.oneof(short, fc.constant('None')), optional(int))), pieces(false)],
  ['rsplit', quoted, fc.oneof(none, join2(fc.oneof(short, fc.constant('None')), optional(int))), pieces(true)],
  ['splitlines', quoted, fc.constantFrom('', 'True', 'keepends=1', '0'), pieces(false)],
  ...['strip', 'lstrip', 'rstrip'].map(
    (m) =>
      [m, quoted, fc.oneof(none, short, fc.constant('None')), endsWithResult] as [
        string,
        typeof quoted,
        typeof quoted,
        Check,
      ],
  ),
  [
    'join',
    short,
    texts,
    (o) =>
      o.notes.join() === 'nothing to join'
        ? o.result === "''"
        : o.notes.length === 1
          ? last(o) === `start with ${o.result}`
          : endsWithResult(o),
  ],
  ['join', short, list, (o) => (o.result === null ? / is no str: /.test(last(o)) : true)],
  ...['ljust', 'rjust', 'center'].map(
    (m) =>
      [m, quoted, join2(width, optional(fc.constantFrom("'.'", "'漢'", "''"))), fills] as [
        string,
        typeof quoted,
        typeof quoted,
        Check,
      ],
  ),
  ['zfill', quoted, width, fills],
  ['expandtabs', quoted, fc.oneof(none, width), (o) => o.notes.join() !== 'no tab' || o.result === o.before],
  ...['partition', 'rpartition'].map(
    (m) =>
      [
        m,
        quoted,
        short,
        (o: Outcome) =>
          o.result === null || last(o) === `before ${o.items[0]}, separator ${o.items[1]}, after ${o.items[2]}`,
      ] as [string, typeof quoted, typeof quoted, Check],
  ),
  ...['startswith', 'endswith'].map(
    (m) =>
      [
        m,
        quoted,
        join2(
          fc.oneof(
            short,
            texts.map((t) => (t === '[]' ? '()' : `(${t.slice(1, -1)},)`)),
          ),
          bounds,
        ),
        affixes,
      ] as [string, typeof quoted, typeof quoted, Check],
  ),
  ...['removeprefix', 'removesuffix'].map(
    (m) => [m, quoted, short, removes] as [string, typeof quoted, typeof quoted, Check],
  ),
  ...['upper', 'lower', 'swapcase', 'casefold', 'title', 'capitalize'].map(
    (m) => [m, quoted, none, maps] as [string, typeof quoted, typeof quoted, Check],
  ),
  [
    'translate',
    quoted,
    fc.constantFrom("{97: 'x', 98: None, 65: 955}", '{}', "{32: 'yy'}"),
    (o) => (o.notes.length === 0 ? o.before === "''" : maps(o)),
  ],
  ...'isdigit isdecimal isnumeric isalpha isalnum isspace isprintable isascii isidentifier isupper islower istitle'
    .split(' ')
    .map((m) => [m, quoted, none, tests] as [string, typeof quoted, typeof quoted, Check]),
  ['encode', quoted, fc.constantFrom('', "'utf-8'"), bytesOf],
  ['pop', list, fc.oneof(none, int), moved],
  [
    'index',
    list,
    join2(
      scalar,
      bounds.filter((b) => !b.includes('None')),
    ),
    indexed,
  ],
  ['remove', list, scalar, found],
  ['count', list, scalar, counts],
  ['copy', list, none, listed],
  ['reverse', list, none, (o) => o.notes.length > 0],
  ['insert', list, join2(int, fc.constant(', '), scalar), (o) => o.result === null || o.notes.length === 2],
  [
    'sort',
    numbers,
    fc.constantFrom('', 'reverse=True'),
    (o) =>
      o.result === null ||
      o.after === '[]' ||
      `[${o.notes.map((n) => n.replace(/^\d+: |, left .*$/g, '')).join(', ')}]` === o.after,
  ],
  ...(['union', 'intersection', 'difference', 'symmetric_difference'] as const).map(
    (m) => [m, intSet, intSet, sets('result')] as [string, typeof quoted, typeof quoted, Check],
  ),
  ...(['update', 'intersection_update', 'difference_update', 'symmetric_difference_update'] as const).map(
    (m) =>
      [m, intSet, fc.oneof(intSet, fc.constantFrom('', '[1, 1, 9]', '5')), sets('after')] as [
        string,
        typeof quoted,
        typeof quoted,
        Check,
      ],
  ),
  ['issubset', intSet, intSet, subsets(/not in the second/)],
  ['issuperset', intSet, intSet, subsets(/not in the first/)],
  ['isdisjoint', intSet, intSet, subsets(/ is in the second/)],
  ...['max', 'min'].map(
    (m) =>
      [
        m,
        null,
        fc.oneof(
          numbers,
          numbers.map((n) => `${n}, default=7`),
          numbers.map((n) => `${n}, key=abs`),
          numbers.map((n) => `*${n}`),
          texts,
          list,
        ),
        best,
      ] as [string, null, typeof quoted, Check],
  ),
  ['sum', null, join2(numbers, optional(fc.constantFrom('5', '0.5', 'start=-1'))), computes],
  [
    'int',
    null,
    fc.oneof(
      quoted,
      fc.constantFrom(
        "'12'",
        "' -7_0 '",
        "'+0'",
        "'0b101', 0",
        "'0x1F', 16",
        "'0X1f', 0",
        "'z', 36",
        "'1'*60",
        '-3.7',
        'True',
        '',
        "'b', 16",
        "'0b1', 16",
        "'١٢'",
        "'12', 2",
        "'', 10",
      ),
    ),
    computes,
  ],
  ...['any', 'all'].map(
    (m) =>
      [m, null, fc.oneof(list, quoted, intSet, fc.constant("[float('nan'), 0.0]")), decides] as [
        string,
        null,
        typeof quoted,
        Check,
      ],
  ),
  ['sorted', null, fc.oneof(numbers, texts), (o) => o.items.length === 0 || listed(o)],
  ...['list', 'tuple'].map(
    (m) =>
      [m, null, fc.oneof(none, list, quoted, fc.constantFrom('range(3)', 'iter([1, 2])', '5')), listed] as [
        string,
        null,
        typeof quoted,
        Check,
      ],
  ),
  ...['bin', 'oct', 'hex'].map(
    (m) =>
      [
        m,
        null,
        int,
        (o: Outcome) =>
          o.notes[0] === o.result ||
          o.notes
            .filter((n) => n.includes('digit '))
            .map((n) => n.slice(-1))
            .reverse()
            .join('') === unquote(o.result!).replace(/^-?0./, ''),
      ] as [string, null, typeof quoted, Check],
  ),
  ...['str', 'repr', 'type', 'chr', 'bool', 'float'].map(
    (m) => [m, null, fc.oneof(scalar, int), reaches] as [string, null, typeof quoted, Check],
  ),
  [
    'len',
    null,
    fc.oneof(quoted, list, intSet),
    (o) => (o.result === '0' ? /empty|^0/.test(last(o)) : new RegExp(`(^| )${o.result}($| item)`).test(last(o))),
  ],
]

const ANY_ARGUMENTS = fc
  .array(
    fc.oneof(
      scalar,
      list,
      intSet,
      quoted,
      numbers,
      int,
      fc.constantFrom('{1: 2}', "b'\\xff'", 'object()', 'iter([1])', 'str', '...', "float('nan')"),
    ),
    { maxLength: 3 },
  )
  .map((a) => a.join(', '))

/** Runs calls, each in a block of five lines. */
function outcomes(calls: { object: string; call: string }[]): Outcome[] {
  const source = calls
    .map(
      ({ object, call }) =>
        `x = ${object}; b = repr(x); r = ''; ok = False; its = []\ntry:\n r = ${call}\n ok = True\nexcept Exception: pass`,
    )
    .map(
      (block) =>
        `${block}\nprint(ascii_((ok, repr(r), b, repr(x), r if isinstance(r, (list, tuple, str, bytes)) else [])))`,
    )
    .join('\n')
  const head = 'import json\ndef ascii_(t): return json.dumps([*t[:4], [repr(i) for i in t[4]]])\n'
  const { notes, stdout } = notesByLine(`${head}${source}\n`)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line, i) => {
      const [ok, result, before, after, items] = JSON.parse(line) as [boolean, string, string, string, string[]]
      return { notes: notes.get(3 + 6 * i + 2) ?? [], result: ok ? result : null, before, after, items }
    })
}

describe('notes agree with results', () => {
  for (const [name, object, args, check] of SCENES) {
    it(`${object ? '.' : ''}${name}`, () => {
      const scene = fc.tuple(object ?? fc.constant('None'), args)
      const batch = fc.sample(scene, { numRuns: 40, seed: 20 })
      const calls = batch.map(([o, a]) => ({ object: o, call: object ? `x.${name}(${a})` : `${name}(${a})` }))
      const wrong = outcomes(calls)
        .map((o, i) => ({ call: calls[i]!.call, ...o }))
        .filter((o) => !check(o))
      expect(wrong.slice(0, 3)).toEqual([])
    })
  }

  it('no expander throws, whatever the operands', () => {
    const calls = fc.sample(
      fc.tuple(
        fc.constantFrom(...expanded.filter((n) => !n.startsWith('['))),
        fc.oneof(quoted, list, intSet),
        ANY_ARGUMENTS,
      ),
      { numRuns: 800, seed: 21 },
    )
    const objects: Record<string, string> = {
      bytes: "b'a\\xff'",
      dict: "{'a': 1, 1: 2}",
      frozenset: 'frozenset([1, 2])',
      tuple: '(1, 2)',
      set: '{1, 2}',
      list: '[1, 2]',
    }
    const told = outcomes(
      calls.map(([name, , args], i) => {
        const dot = name.indexOf('.')
        return dot < 0
          ? { object: 'None', call: `${name}(${args})` }
          : {
              object: objects[name.slice(0, dot)] ?? pyText(['aB 1', '', 'ß,😀'][i % 3]!),
              call: `x${name.slice(dot)}(${args})`,
            }
      }),
    )
    expect(told.length).toBe(calls.length)
  })
})
