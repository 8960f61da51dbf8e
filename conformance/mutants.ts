/**
 * One-token mutants of the standard library, judged by CPython and by us: `npm run conformance:mutants -- [--count N] [--seed S]`.
 *
 * A mutant is a file of CPython's Lib with one token deleted, doubled, exchanged with the next, replaced or added, or with one
 * character changed where the tokenizer is sensitive (quotes, brackets, backslashes, indentation). `--changes N` makes N such
 * changes; `--corpus FILE` takes the texts from a JSON list instead; `--mode`
 * is `exec`, `single` or `eval`. Both sides must agree on whether
 * it is a program; if not, type, message and all four positions are compared, and `text` and the warnings in any case. Exit 1 if they
 * disagree on acceptance anywhere or if fewer errors than `--floor` per cent are exact.
 */
import { readFileSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { writeResult } from './results'
import type { ParseMode } from '../src/parse/diagnose'
import * as T from '../src/parse/token'
import { Tokenizer } from '../src/parse/tokenizer'
import { answerOf, type ErrorTuple, FrontendOracle, libraryFiles, seededRandom } from './frontend_oracle'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    floor: { type: 'string', default: '99' },
    show: { type: 'string', default: '20' },
    mode: { type: 'string', default: 'exec' },
    corpus: { type: 'string' },
    changes: { type: 'string', default: '1' },
    'max-bytes': { type: 'string', default: '12000' },
  },
})

const POOL = (
  'if elif else for while try except finally with as def class return yield lambda import from in is not and or pass async await ' +
  'None True del global assert raise match case type print x foo _ 0 1.5 07 0x1g 1_ ( ) [ ] { } : ; , . ... -> := = == != + - * ** ' +
  "/ // % @ & | ^ ~ << < > ! $ ? += -= *= 'a' \"b\" b'c' f'{x}' f'{ f\"{x!r} r'\\' ''' \\ # €"
).split(' ')
const SENSITIVE = ["'", '"', '(', ')', '[', ']', '{', '}', '\\', ' ', '\t', '\n', ':', ',', '=', 'f', '.']

interface Span {
  from: number
  to: number
}

function spans(text: string): Span[] {
  const tokenizer = new Tokenizer(text)
  const found: Span[] = []
  for (;;) {
    const type = tokenizer.next()
    if (type === T.ENDMARKER || type === T.ERRORTOKEN) return found
    if (tokenizer.start >= 0 && type !== T.NEWLINE) found.push({ from: tokenizer.start, to: tokenizer.end })
  }
}

function mutate(text: string, tokens: Span[], random: () => number): string {
  const pick = <V>(list: readonly V[]) => list[Math.floor(random() * list.length)]!
  const i = Math.floor(random() * tokens.length)
  if (tokens.length === 0) return text
  const { from, to } = tokens[i]!
  const token = text.slice(from, to)
  const put = (replacement: string, end = to) => text.slice(0, from) + replacement + text.slice(end)
  switch (Math.floor(random() * 7)) {
    case 0:
      return put('')
    case 1:
      return put(`${token} ${token}`)
    case 2: {
      const next = tokens[i + 1]
      if (next === undefined) return put('')
      return put(text.slice(next.from, next.to) + text.slice(to, next.from) + token, next.to)
    }
    case 3:
      return put(pick(POOL))
    case 4:
      return put(`${pick(POOL)} ${token}`)
    case 5: {
      const other = pick(tokens)
      return put(text.slice(other.from, other.to))
    }
    default: {
      const at = Math.floor(random() * text.length)
      return text.slice(0, at) + (random() < 0.5 ? pick(SENSITIVE) : '') + text.slice(at + (random() < 0.6 ? 1 : 0))
    }
  }
}

async function main(): Promise<number> {
  const oracle = FrontendOracle.start()
  if (!oracle) return 2
  const { lib } = oracle
  const files = libraryFiles(lib).filter((file) => statSync(file).size < Number(options['max-bytes']))
  const corpus = options.corpus === undefined ? null : (JSON.parse(readFileSync(options.corpus, 'utf8')) as string[])
  const random = seededRandom(Number(options.seed))
  const total = Number(options.count)
  const texts = new Map<number, { text: string; tokens: Span[] }>()
  const next = () => {
    for (;;) {
      const at = Math.floor(random() * (corpus ?? files).length)
      let known = texts.get(at)
      if (known === undefined) {
        const text = (corpus ? corpus[at]! : readFileSync(files[at]!, 'utf8')).replace(/\r\n?/g, '\n')
        known = { text, tokens: spans(text) }
        texts.set(at, known)
      }
      if (known.tokens.length < 2 || known.text.includes('\ufffd')) continue
      let source = mutate(known.text, known.tokens, random)
      for (let n = 1; n < Number(options.changes); n++) source = mutate(source, spans(source), random)
      if (/[\ud800-\udfff\0\ufeff]/.test(source)) continue
      return { file: corpus ? JSON.stringify(source) : relative(lib, files[at]!), source }
    }
  }

  const disagreements: string[] = []
  const inexact: string[] = []
  const kinds = new Map<string, number>()
  let invalid = 0
  let messages = 0
  let positions = 0
  let withText = 0
  let warned = 0
  const ahead: { file: string; source: string; answer: ReturnType<FrontendOracle['syntax']> }[] = []
  for (let i = 0; i < total; i++) {
    while (ahead.length < 32 && i + ahead.length < total) {
      const mutant = next()
      ahead.push({ ...mutant, answer: oracle.syntax(mutant.source, options.mode) })
    }
    const { file, source, answer } = ahead.shift()!
    const { error: ours, warnings } = answerOf(source, options.mode as ParseMode)
    const expected = await answer
    const theirs = expected.error
    if (JSON.stringify(warnings) !== JSON.stringify(expected.warnings)) {
      inexact.push(
        `${file} mutant ${i}\n    CPython warns ${JSON.stringify(expected.warnings)}\n    we warn       ${JSON.stringify(warnings)}`,
      )
      warned++
    }
    if (theirs === null || ours === null) {
      if (theirs !== ours) {
        const verdict = theirs === null ? 'valid, refused by us' : 'invalid, accepted by us'
        disagreements.push(`${verdict}: ${file} mutant ${i}: ${JSON.stringify(theirs ?? ours)}`)
      }
      if (theirs === null) continue
    }
    invalid++
    if (ours === null) continue
    const message = ours[0] === theirs[0] && ours[1] === theirs[1]
    const exact = message && ours.slice(2, 6).every((v, k) => v === theirs[k + 2])
    if (message) messages++
    if (exact) positions++
    if (exact && ours[6] === theirs[6]) withText++
    if (exact && ours[6] === theirs[6]) continue
    const shape = (e: ErrorTuple) => e[1].replace(/'[^']*'/g, "'…'").replace(/\d+/g, 'N')
    const kind = exact ? 'text only' : message ? `position: ${shape(theirs)}` : `${shape(theirs)}  <=  ${shape(ours)}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    inexact.push(`${file} mutant ${i}\n    CPython ${JSON.stringify(theirs)}\n    ours    ${JSON.stringify(ours)}`)
  }
  oracle.close()

  const percent = (n: number) => ((100 * n) / Math.max(invalid, 1)).toFixed(2)
  console.log(`${total} mutants, ${invalid} invalid; seed ${options.seed}`)
  console.log(`acceptance differs in ${disagreements.length}`)
  console.log(
    `message exact ${percent(messages)} %, with all positions ${percent(positions)} %, with text ${percent(withText)} %`,
  )
  console.log(`warnings differ in ${warned}`)
  for (const [kind, n] of [...kinds].sort((a, b) => b[1] - a[1])) console.log(`  ${n}  ${kind}`)
  writeResult({
    runner: 'mutants',
    command: `npm run conformance:mutants -- --count ${total} --seed ${options.seed}`,
    oracle: 'CPython 3.13',
    rows: [
      {
        area: 'front end',
        aspect: 'accepted or refused',
        over: 'files of Lib with a token changed',
        equal: total - disagreements.length,
        total,
      },
      {
        area: 'front end',
        aspect: 'message and positions of SyntaxError',
        over: 'those refused',
        equal: positions,
        total: invalid,
      },
    ],
  })
  const show = Number(options.show)
  for (const line of [...disagreements.slice(0, show), ...inexact.slice(0, show)]) console.log(line)
  return disagreements.length > 0 || (100 * positions) / Math.max(invalid, 1) < Number(options.floor) ? 1 : 0
}

process.exitCode = await main()
