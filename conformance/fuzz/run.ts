/**
 * The fuzzer: random programs on CPython 3.13 and here, everything compared that can be: syntax tree, code objects, output, traceback, exit status, settrace trace.
 *
 *     npm run fuzz -- [--seed N] [--seconds S | --count N] [--kind grammar|typed|library] [--scene NAME] [--out DIR] [--resume] [--no-shrink] [--show SEED]
 *
 * Kinds take turns. A finding is made small and written to `OUT/<kind>-<seed>/`: `main.py` (small; a conformance case once it lies in cases/ and `npm run record` has been run),
 * `original.py`, `finding.txt` (what differs). Findings of one cause share a signature and are written once. `OUT/state.json` has the next seed, so that --resume goes on there, and
 * the counts. Known differences stand in lists/fuzz_known.txt: `signature pattern  # reason`. Exit status 1 if there are findings, 2 without a CPython.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import cliProgress from 'cli-progress'
import { findPython, shortHash } from '../compile_dump'
import { type Difference, difference, fingerprints } from './compare'
import { knownDifferences } from './known'
import { type Answer, type Job, Oracle, Subject } from './oracle'
import { fixtureJob, fuzzProgram, KINDS, type Kind } from './programs'
import { writeResult } from '../results'
import { scenes } from './scenes'
import { shrink } from './shrink'

const HELP = `npm run fuzz -- [options]
  --seed N         first seed (0)
  --seconds S      stop after S seconds (60)
  --count N        stop after N programs
  --kind KIND      only ${KINDS.join(', ')}
  --scene NAME     only typed programs of one scene: ${Object.keys(scenes).join(', ')}
  --out DIR        where findings go (conformance/out/fuzz)
  --resume         go on after the last seed of DIR
  --no-shrink      leave findings as they are
  --show SEED      print the program of a seed (with --kind) and end
  --file FILE      compare a program of your own
  --record         write fixtures/fuzz.txt, which fuzz.test.ts checks without a CPython`

const FIXTURE = join(import.meta.dirname, '../fixtures/fuzz.txt')
const FIXTURE_PROGRAMS = 24

interface State {
  next: number
  programs: number
  seconds: number
  /** Programs by kind: compared, refused by CPython, out of time there. */
  counts: Record<string, { equal: number; different: number; known: number; timeout: number }>
  /** Signature → first seed and how many. */
  findings: Record<string, { name: string; count: number }>
  known: Record<string, number>
}

/** What is asked about a program: everything, traces of some. */
function jobFor(source: string, kind: Kind, seed: number): Job {
  const runs = kind !== 'grammar'
  const trace = !runs || seed % 2 === 1 ? undefined : seed % 8 === 0 ? 'opcode' : 'line'
  return {
    source,
    ast: true,
    code: true,
    run: runs,
    ...(trace === undefined ? {} : { trace }),
    limit: 4000,
    seconds: 5,
  }
}

/** Only what shows a difference of this aspect again. */
function jobAgain(job: Job, found: Difference): Job {
  const { aspect } = found
  const tracing = aspect === 'trace' || aspect === 'crash'
  return {
    ...job,
    ast: aspect === 'ast' || aspect === 'crash',
    code: aspect === 'code' || aspect === 'crash',
    run: job.run && !['ast', 'code', 'trace'].includes(aspect),
    trace: tracing ? job.trace : undefined,
  }
}

/** Writes what CPython says of the first programs that run. What differs here is a finding and stays out. */
async function record(oracle: Oracle, subject: Subject): Promise<void> {
  const lines: string[] = []
  for (let seed = 0; lines.length < FIXTURE_PROGRAMS; seed++) {
    const kind = seed % 3 === 2 ? 'library' : 'typed'
    const job = fixtureJob(kind, seed)
    const [theirs, ours] = await Promise.all([oracle.ask(job), subject.ask(job)])
    if (theirs.timeout || difference(theirs, ours) !== undefined) continue
    lines.push(`${kind} ${seed} ${shortHash(job.source)} ${fingerprints(theirs)}`)
  }
  writeFileSync(FIXTURE, `${lines.join('\n')}\n`)
  console.log(`wrote ${lines.length} programs`)
}

async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string' },
      count: { type: 'string' },
      kind: { type: 'string' },
      scene: { type: 'string' },
      out: { type: 'string', default: join(import.meta.dirname, '../out/fuzz') },
      resume: { type: 'boolean' },
      'no-shrink': { type: 'boolean' },
      show: { type: 'string' },
      file: { type: 'string' },
      record: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (flags.help) {
    console.log(HELP)
    return 0
  }
  const wrong = [flags.seed, flags.seconds, flags.count].find((v) => v !== undefined && !(Number(v) >= 0))
  if (
    wrong !== undefined ||
    (flags.kind !== undefined && !KINDS.includes(flags.kind as Kind)) ||
    (flags.scene !== undefined && !(flags.scene in scenes))
  ) {
    console.error(`fuzz: ${wrong !== undefined ? `not a number: ${wrong}` : 'no such kind or scene'}\n${HELP}`)
    return 2
  }
  const kinds =
    flags.scene !== undefined
      ? (['typed'] as const)
      : flags.kind !== undefined
        ? [flags.kind as Kind]
        : (['typed', 'library', 'typed', 'grammar'] as const)
  if (flags.show !== undefined) {
    process.stdout.write(fuzzProgram(kinds[0]!, Number(flags.show), flags.scene))
    return 0
  }
  const python = findPython()
  if (python === undefined) {
    console.error('fuzz: no CPython 3.13 found (set PYTHON313): nothing to compare with')
    return 2
  }
  const out = resolve(flags.out)
  const statePath = join(out, 'state.json')
  mkdirSync(out, { recursive: true })
  let state: State = { next: Number(flags.seed ?? 0), programs: 0, seconds: 0, counts: {}, findings: {}, known: {} }
  if (flags.resume && existsSync(statePath)) {
    state = JSON.parse(readFileSync(statePath, 'utf8')) as State
    if (flags.seed !== undefined) state.next = Number(flags.seed)
  }
  const oracle = new Oracle(python)
  const subject = new Subject()
  const isKnown = knownDifferences()

  const compare = async (job: Job): Promise<Difference | undefined> => {
    const [theirs, ours] = await Promise.all([oracle.ask(job), subject.ask(job)])
    return difference(theirs, ours)
  }

  const write = async (name: string, job: Job, found: Difference): Promise<Difference | undefined> => {
    const again = jobAgain(job, found)
    let small = job.source
    if (!flags['no-shrink']) {
      small = await shrink(job.source, async (source) => {
        const now = await compare({ ...again, source })
        return now !== undefined && now.signature === found.signature && isKnown(now, source) === undefined
      })
    }
    const last = (await compare({ ...again, source: small })) ?? found
    // Of many findings with different surroundings the small programs are alike.
    if (last.signature !== found.signature && state.findings[last.signature] !== undefined) {
      state.findings[last.signature]!.count++
      return undefined
    }
    const dir = join(out, name)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'main.py'), small)
    writeFileSync(join(dir, 'original.py'), job.source)
    const what = `${last.signature}\n\nCPython: ${last.theirs}\nours:    ${last.ours}\n`
    writeFileSync(join(dir, 'finding.txt'), what)
    state.findings[last.signature] = { name, count: 1 }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    console.log(
      `${name}: ${what}${small
        .split('\n')
        .map((l) => `    ${l}`)
        .join('\n')}`,
    )
    return last
  }

  if (flags.record) {
    await record(oracle, subject)
    oracle.close()
    subject.close()
    return 0
  }

  if (flags.file !== undefined) {
    const source = readFileSync(flags.file, 'utf8')
    for (const trace of ['line', 'opcode'] as const) {
      const found = await compare({ source, ast: true, code: true, run: true, trace, limit: 4000, seconds: 5 })
      console.log(
        found === undefined
          ? `equal (${trace})`
          : `${found.signature}\nCPython: ${found.theirs}\nours:    ${found.ours}`,
      )
    }
    oracle.close()
    subject.close()
    return 0
  }

  const started = Date.now()
  const before = { programs: state.programs, seconds: state.seconds }
  const seconds = Number(flags.seconds ?? (flags.count === undefined ? 60 : Number.POSITIVE_INFINITY))
  const count = Number(flags.count ?? Number.POSITIVE_INFINITY)
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar(
        {
          format: '{bar} {programs} programs, {findings} findings, seed {seed}',
          stream: process.stderr,
          clearOnComplete: true,
        },
        cliProgress.Presets.rect,
      )
    : undefined
  const bounded = count < Number.POSITIVE_INFINITY
  bar?.start(bounded ? count : seconds, 0, { programs: 0, findings: 0, seed: state.next })
  const ahead: { seed: number; kind: Kind; job: Job; answer: Promise<Answer> }[] = []
  let stop = false
  process.once('SIGINT', () => {
    stop = true
  })
  let fresh = 0
  const elapsed = () => (Date.now() - started) / 1000
  const save = (): void => {
    state.seconds = before.seconds + elapsed()
    writeFileSync(statePath, `${JSON.stringify(state, null, 1)}\n`)
  }
  while (!stop && elapsed() < seconds && state.programs - before.programs < count) {
    // CPython works ahead.
    while (ahead.length < 4) {
      const seed = state.next + ahead.length
      const kind = kinds[seed % kinds.length]!
      const job = jobFor(fuzzProgram(kind, seed, flags.scene), kind, seed)
      ahead.push({ seed, kind, job, answer: oracle.ask(job) })
    }
    const { seed, kind, job, answer } = ahead.shift()!
    state.next++
    const ours = await subject.ask(job)
    const theirs = await answer
    const found = difference(theirs, ours)
    const timeout = theirs.timeout === true
    const row = (state.counts[kind] ??= { equal: 0, different: 0, known: 0, timeout: 0 })
    state.programs++
    if (timeout) row.timeout++
    if (found === undefined) row.equal++
    else {
      const reason = isKnown(found, job.source)
      if (reason !== undefined) {
        row.known++
        state.known[reason] = (state.known[reason] ?? 0) + 1
      } else {
        row.different++
        const seen = state.findings[found.signature]
        if (seen !== undefined) seen.count++
        else if ((await write(`${kind}-${seed}`, job, found)) !== undefined) fresh++
        // The first signature stands for the small one as well.
        state.findings[found.signature] ??= { name: `${kind}-${seed}`, count: 1 }
      }
      save()
    }
    bar?.update(bounded ? state.programs - before.programs : Math.min(seconds, elapsed()), {
      programs: state.programs,
      findings: Object.keys(state.findings).length,
      seed,
    })
  }
  bar?.stop()
  save()
  oracle.close()
  subject.close()
  writeResult({
    runner: 'fuzz',
    command: 'npm run fuzz',
    oracle: 'CPython 3.13',
    rows: Object.entries(state.counts).map(([kind, c]) => ({
      area: kind === 'grammar' ? 'compiler' : kind === 'library' ? 'library' : 'machine',
      aspect:
        kind === 'grammar'
          ? 'AST and code objects'
          : 'AST, code objects, output, traceback, exit status, traces of half',
      over: `random programs (${kind}), ${Math.round(state.seconds / 60)} minutes`,
      equal: c.equal,
      total: c.equal + c.different + c.known,
      ...(c.known > 0 ? { known: { 'meant, see lists/fuzz_known.txt': c.known } } : {}),
    })),
  })
  console.log(
    `${state.programs - before.programs} programs in ${elapsed().toFixed(0)} s (${state.programs} in ${state.seconds.toFixed(0)} s with what came before), ${fresh} new findings in ${out}`,
  )
  for (const [kind, c] of Object.entries(state.counts))
    console.log(
      `  ${kind.padEnd(8)} ${c.equal} equal, ${c.different} different, ${c.known} known, ${c.timeout} out of time under CPython`,
    )
  return fresh > 0 ? 1 : 0
}

process.exitCode = await main()
