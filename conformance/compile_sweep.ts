/**
 * Compiles CPython's own library and test suite and compares every code object with CPython's.
 *
 *   npm run conformance:compile -- [options] [FILES…]
 *     --levels 0,1,2    optimization levels (all three by default)
 *     --every N         only every Nth file, for a quick look
 *     --show N          how many groups of first differences to print (20)
 *     --record          write the hash fixtures
 *     --hashes          compare with the fixtures instead of a live CPython
 *
 * The result is a ladder: how many code objects have equal instructions, of those how many have equal constants too, then names
 * (with flags, arguments and stack size), exception tables, and positions. Files named in `lists/compile_failed.txt` must fail; all
 * others must not.
 *
 * The fixtures have one line a file: path, hash of the source, hash of the compiled module at each level. A file whose source has
 * another hash (another patch release of CPython) is passed over.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from '../src/vm/compile_source'
import { opNames, cacheEntries } from '../src/compile/op.gen'
import {
  type CodeDump,
  type CompileAnswer,
  type CompileJob,
  CompileOracle,
  type ConstantDump,
  dumpCode,
  findLib,
  findPython,
  shortHash,
} from './compile_dump'
import { writeResult } from './results'

const FIXTURES = fileURLToPath(new URL('fixtures/compile_lib.txt', import.meta.url))
const FAILED = fileURLToPath(new URL('lists/compile_failed.txt', import.meta.url))

const RUNGS = ['instructions', 'constants', 'names', 'exception table', 'positions'] as const

interface Options {
  levels: number[]
  every: number
  show: number
  record: boolean
  hashes: boolean
  files: string[]
}

function parseArguments(argv: string[]): Options {
  const options: Options = { levels: [0, 1, 2], every: 1, show: 20, record: false, hashes: false, files: [] }
  for (let i = 0; i < argv.length; i++) {
    switch (argv[i]) {
      case '--levels':
        options.levels = argv[++i].split(',').map(Number)
        break
      case '--every':
        options.every = Number(argv[++i])
        break
      case '--show':
        options.show = Number(argv[++i])
        break
      case '--record':
        options.record = true
        break
      case '--hashes':
        options.hashes = true
        break
      default:
        options.files.push(argv[i])
    }
  }
  return options
}

/** Everything under Lib that is Python source, tests included, in a fixed order. */
function libraryFiles(lib: string): string[] {
  return readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.py'))
    .filter((f) => !f.includes('site-packages') && !f.includes('__pycache__') && !f.includes('ensurepip/_bundled'))
    .sort()
}

/** The failed list: path to reason. */
function readFailed(): Map<string, string> {
  const failed = new Map<string, string>()
  if (!existsSync(FAILED)) return failed
  for (const line of readFileSync(FAILED, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const space = line.indexOf(' ')
    failed.set(line.slice(0, space), line.slice(space + 1))
  }
  return failed
}

// Comparing

class Ladder {
  total = 0
  readonly reached = RUNGS.map(() => 0)
  /** First differences by class: how often and an example. */
  readonly classes = new Map<string, { count: number; example: string }>()

  note(kind: string, example: string): void {
    const known = this.classes.get(kind)
    if (known === undefined) this.classes.set(kind, { count: 1, example })
    else known.count++
  }

  /** Compares a code object and those within it; true if all are equal. */
  compare(ours: CodeDump, theirs: CodeDump, where: string): boolean {
    this.total++
    const place = `${where} ${theirs.qualname} (line ${theirs.firstlineno})`
    let equal = true
    const differences = [
      () => differentInstruction(ours, theirs),
      () => differentConstant(ours, theirs),
      () => differentName(ours, theirs),
      () => (ours.exceptiontable === theirs.exceptiontable ? undefined : 'table'),
      () => (ours.linetable === theirs.linetable ? undefined : 'table'),
    ]
    for (let rung = 0; rung < RUNGS.length; rung++) {
      const difference = differences[rung]()
      if (difference !== undefined) {
        equal = false
        this.note(`${RUNGS[rung]}: ${difference}`, place)
        break
      }
      this.reached[rung]++
    }
    const inner = (dump: CodeDump) => dump.consts.flatMap((c) => (isCode(c) ? [c.k] : []))
    const a = inner(ours)
    const b = inner(theirs)
    for (let i = 0; i < b.length; i++) {
      if (a[i] === undefined) {
        this.total += countCodes(b[i])
        equal = false
      } else if (!this.compare(a[i], b[i], where)) equal = false
    }
    return equal && a.length === b.length
  }

  report(show: number): string {
    let text = `${this.total} code objects\n`
    for (let i = 0; i < RUNGS.length; i++) {
      text += `  ${RUNGS[i].padEnd(16)} ${String(this.reached[i]).padStart(8)}  ${percent(this.reached[i], this.total)}\n`
    }
    const classes = [...this.classes].sort((a, b) => b[1].count - a[1].count)
    if (classes.length > 0) text += `first differences (${classes.length} kinds):\n`
    for (const [kind, { count, example }] of classes.slice(0, show)) {
      text += `  ${String(count).padStart(6)}  ${kind}\n          ${example}\n`
    }
    return text
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part === whole ? 0 : 3)} %`
}

function isCode(c: ConstantDump): c is { k: CodeDump } {
  return typeof c === 'object' && c !== null && 'k' in c
}

function countCodes(dump: CodeDump): number {
  return dump.consts.reduce<number>((n, c) => n + (isCode(c) ? countCodes(c.k) : 0), 1)
}

/** Instructions with their operands, one text each. */
function instructionTexts(hex: string): string[] {
  const bytes = Buffer.from(hex, 'hex')
  const texts: string[] = []
  for (let at = 0; at < bytes.length; at += 2 + 2 * cacheEntries[bytes[at]]) {
    texts.push(`${opNames[bytes[at]]} ${bytes[at + 1]}`)
  }
  return texts
}

function differentInstruction(ours: CodeDump, theirs: CodeDump): string | undefined {
  if (ours.code === theirs.code) return undefined
  const a = instructionTexts(ours.code)
  const b = instructionTexts(theirs.code)
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return `${a[i] ?? 'the end'}, should be ${b[i] ?? 'the end'}`
}

function differentConstant(ours: CodeDump, theirs: CodeDump): string | undefined {
  const shallow = (c: ConstantDump) => (isCode(c) ? `<code ${c.k.name}>` : JSON.stringify(c))
  const a = ours.consts.map(shallow)
  const b = theirs.consts.map(shallow)
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (a[i] !== b[i]) return `${a[i]?.slice(0, 60)}, should be ${b[i]?.slice(0, 60)}`
  }
  return undefined
}

function differentName(ours: CodeDump, theirs: CodeDump): string | undefined {
  const fields = [
    'name',
    'qualname',
    'args',
    'flags',
    'stacksize',
    'firstlineno',
    'names',
    'varnames',
    'cellvars',
    'freevars',
  ] as const
  for (const field of fields) {
    if (String(ours[field]) !== String(theirs[field])) {
      return `${field} ${String(ours[field]).slice(0, 40)}, should be ${String(theirs[field]).slice(0, 40)}`
    }
  }
  return undefined
}

// Running

function same(ours: CodeDump, theirs: CodeDump): boolean {
  return JSON.stringify(ours) === JSON.stringify(theirs)
}

async function askFresh(python: string, job: CompileJob): Promise<CompileAnswer> {
  const oracle = new CompileOracle(python)
  const answer = await oracle.ask(job)
  oracle.close()
  return answer
}

interface Outcome {
  dump?: CodeDump
  error?: string
}

function compileOurs(source: Uint8Array, filename: string, optimize: number): Outcome {
  try {
    return { dump: dumpCode(compile(source, filename, { optimize })) }
  } catch (error) {
    const e = error as Error & { msg?: string; type?: string }
    return { error: e.msg !== undefined ? `${e.type}: ${e.msg}` : (e.stack ?? String(e)) }
  }
}

async function sweep(options: Options): Promise<number> {
  const python = findPython()
  if (python === undefined) {
    console.error('no CPython 3.13 found (set PYTHON313): its Lib is the corpus')
    return 2
  }
  const lib = findLib(python)
  let files = options.files.length > 0 ? options.files : libraryFiles(lib)
  if (options.every > 1) files = files.filter((_, i) => i % options.every === 0)
  const fixtures = options.hashes ? readFixtures() : undefined
  const oracle = options.hashes ? undefined : new CompileOracle(python)
  const failed = readFailed()
  const ladder = new Ladder()
  const recorded: string[] = []
  const wrong: string[] = []
  let compiled = 0
  let refused = 0
  let passedOver = 0

  type Pending = { file: string; path: string; answers: Promise<CompileAnswer>[] }
  const begin = (file: string): Pending => {
    const path = options.files.length > 0 ? file : join(lib, file)
    const answers = oracle ? options.levels.map((optimize) => oracle.ask({ file: path, optimize })) : []
    return { file, path, answers }
  }
  // The oracle works on the next files while this process works on the current one.
  const ahead: Pending[] = []
  for (let i = 0; i < files.length; i++) {
    while (ahead.length < 3 && i + ahead.length < files.length) ahead.push(begin(files[i + ahead.length]))
    const { file, path, answers } = ahead.shift()!
    const source = readFileSync(path)
    const hashes: string[] = []
    let equal = true
    for (let l = 0; l < options.levels.length; l++) {
      const ours = compileOurs(source, path, options.levels[l])
      if (oracle === undefined) {
        const known = fixtures!.get(file)
        if (known === undefined || known.source !== shortHash(source)) {
          passedOver++
          break
        }
        compiled++
        const hash = ours.dump ? shortHash(JSON.stringify(ours.dump)) : 'refused'
        if (hash !== known.levels[options.levels[l]]) {
          equal = false
          ladder.note('hash', `${file} level ${options.levels[l]} ${ours.error ?? ''}`)
        }
        continue
      }
      let theirs = await answers[l]
      if (theirs.code !== undefined && ours.dump !== undefined && !same(ours.dump, theirs.code)) {
        // The interpreter may still hold interned strings of earlier files, which shows in frozensets: a fresh one decides.
        theirs = await askFresh(python, { file: path, optimize: options.levels[l] })
      }
      if (theirs.code === undefined) {
        refused++
        hashes.push('refused')
        if (ours.dump !== undefined) {
          equal = false
          ladder.note(`compiles, should raise ${theirs.error?.[0]}`, file)
        }
        continue
      }
      compiled++
      hashes.push(shortHash(JSON.stringify(theirs.code)))
      if (ours.dump === undefined) {
        equal = false
        ladder.total += countCodes(theirs.code)
        ladder.note(`does not compile: ${ours.error!.split('\n').slice(0, 3).join(' ')}`, file)
      } else if (!ladder.compare(ours.dump, theirs.code, `${file} -O${options.levels[l]}`)) equal = false
    }
    recorded.push(`${file} ${shortHash(source)} ${hashes.join(' ')}`)
    if (!equal && !failed.has(file)) wrong.push(`${file} differs`)
    if (equal && failed.has(file)) wrong.push(`${file} is in the failed list but passes`)
  }
  oracle?.close()

  if (options.hashes)
    console.log(`${compiled} compilations compared by hash, ${passedOver} files of another release passed over`)
  else console.log(`${files.length} files, ${compiled} compilations, ${refused} refused by CPython`)
  if (ladder.total > 0 || ladder.classes.size > 0) console.log(ladder.report(options.show))
  if (options.record) {
    writeFileSync(FIXTURES, `${recorded.join('\n')}\n`)
    console.log(`wrote ${relative(process.cwd(), FIXTURES)}`)
  }
  const differing = options.hashes
    ? (ladder.classes.get('hash')?.count ?? 0)
    : ladder.total - ladder.reached[RUNGS.length - 1]
  const total = options.hashes ? compiled : ladder.total
  const parts = [
    options.every > 1 ? `every ${options.every}th file` : '',
    options.files.length > 0 ? 'named files' : '',
    options.levels.length < 3 ? `level ${options.levels.join(', ')}` : '',
  ].filter((part) => part !== '')
  writeResult({
    runner: options.hashes ? 'compile' : 'compile-live',
    command: `npm run conformance:compile${options.hashes ? ' -- --hashes' : ''}`,
    oracle: options.hashes ? 'recorded' : 'CPython 3.13',
    ...(parts.length === 0 ? {} : { partial: parts.join(', ') }),
    rows: [
      {
        area: 'compiler',
        aspect: 'code objects: instructions, constants, names, flags, exception and line tables',
        over: options.hashes
          ? 'modules of Lib and Lib/test at three levels'
          : 'code objects of Lib and Lib/test at three levels',
        equal: total - differing,
        total,
      },
    ],
  })
  console.log(wrong.length === 0 ? 'all as expected' : `${wrong.length} files not as expected`)
  for (const line of wrong.slice(0, options.show)) console.log(`  ${line}`)
  return wrong.length === 0 ? 0 : 1
}

function readFixtures(): Map<string, { source: string; levels: string[] }> {
  const fixtures = new Map<string, { source: string; levels: string[] }>()
  for (const line of readFileSync(FIXTURES, 'utf8').trim().split('\n')) {
    const [file, source, ...levels] = line.split(' ')
    fixtures.set(file, { source, levels })
  }
  return fixtures
}

process.exitCode = await sweep(parseArguments(process.argv.slice(2)))
