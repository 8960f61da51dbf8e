/**
 * CPython's own test suites, run in our machine: `npm run conformance:suites -- [GROUP|MODULE …] [--only SUBSTRING] [--show] [--update]`.
 *
 * Input: `Lib/test` of an installed CPython 3.13 (`PYTHON313LIB`, or the library of `python3.13`), which stays where it is; without one nothing is
 * run. The rest of the library is ours, then CPython's. `suites/standins` takes the place of what a machine without processes and C extensions does
 * not have; `suites/driver.py` runs one case at a time, each under a time limit, in a child process that is started anew if it hangs or crashes.
 *
 *   GROUP, MODULE  names of `suites/groups.ts` (`exceptions`) or modules (`test_int`); all groups if none is given
 *   --only TEXT    only cases whose id contains TEXT; nothing is compared with the lists
 *   --show         the whole text of every failure
 *   --update       write what was found to the lists: new failures get the reason `?` and the last line of their text
 *   --seconds S    time limit of a case (20)
 *
 * `lists/suites.json` holds the figures of each module and `lists/suites_failed.txt` the cases known to fail, `id  # class: detail` each, under a
 * table of the classes. The list is strict: a case that fails without being listed, a listed one that passes, and a reason `?` fail the run.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import cliProgress from 'cli-progress'
import { DirectoryFiles } from '../src/cli/host'
import { DirectoryFinder } from '../src/cli/stdlib'
import { Interpreter } from '../src/interpreter'
import '../src/library/directory'
import { getAttr } from '../src/objects/abstract'
import { ExcState } from '../src/objects/frame'
import { type PyList, type PyTuple, PyObject, type Value } from '../src/values/value'
import { textOf } from '../src/values/wide'
import { groups } from './suites/groups'

type Status = 'passed' | 'failed' | 'skipped'

interface Outcome {
  id: string
  status: Status
  text: string
}

/** What a child process says, one JSON object a line. */
type Message = { start: string } | Outcome | { end: string }

interface Figures {
  passed: number
  failed: number
  skipped: number
}

const here = dirname(fileURLToPath(import.meta.url))
const figuresFile = join(here, 'lists/suites.json')
const listFile = join(here, 'lists/suites_failed.txt')

const args = process.argv.slice(2)
const has = (name: string) => args.includes(`--${name}`)
const flag = (name: string): string | undefined => {
  const i = args.indexOf(`--${name}`)
  return i < 0 ? undefined : (args[i + 1] ?? '')
}
const only = flag('only') ?? ''
const seconds = Number(flag('seconds') ?? 20)

/** The Lib directory of an installed CPython 3.13. */
function findLib(): string | undefined {
  const given = process.env['PYTHON313LIB']
  if (given !== undefined) return given
  try {
    const code = 'import sysconfig; print(sysconfig.get_path("stdlib"))'
    return execFileSync(process.env['PYTHON313'] ?? 'python3.13', ['-c', code], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

// --- The child: runs modules ------------------------------------------------------------------------------------------

/** Runs the cases of one test module that are not `done` yet, and says how each ended. */
function runModule(lib: string, module: string, done: ReadonlySet<string>, say: (message: Message) => void): void {
  const py = new Interpreter({
    filename: join(here, 'suites/driver.py'),
    cwd: '/tmp/suites',
    hostFiles: new DirectoryFiles(lib),
    finders: [new DirectoryFinder(join(here, 'suites/standins')), new DirectoryFinder(lib)],
    stdout: () => undefined,
    stderr: () => undefined,
  })
  const { vm } = py
  const guarded = (id: string, act: () => Outcome | undefined): Outcome | undefined => {
    try {
      let outcome: Outcome | undefined
      const ended = py.guard(() => {
        outcome = act()
      })
      if (ended.ok) return outcome
      const text = ended.error?.traceback || ended.error?.message || `exit status ${ended.exitCode}`
      return { id, status: 'failed', text }
    } catch (e) {
      // A bug of the machine: it counts as a failure of the case.
      return { id, status: 'failed', text: (e as Error).stack ?? String(e) }
    } finally {
      vm.excInfo = new ExcState()
      vm.setMonitor(null)
      vm.setLimits({})
    }
  }
  let cases: readonly Value[] = []
  say({ start: module })
  const unloaded = guarded(module, () => {
    vm.setLimits({ seconds: 60 })
    vm.runCode(py.compile(readFileSync(py.filename, 'utf8')), py.globals, py.globals)
    const loaded = vm.call(py.globals.getStr('load') as Value, [`test.${module}`])
    if (!(loaded instanceof PyObject)) return { id: module, status: 'skipped', text: textOf(loaded as string) }
    cases = (loaded as PyList).items
    return undefined
  })
  if (unloaded !== undefined) say(unloaded)
  for (const test of cases) {
    let id = ''
    const outcome = guarded(id, () => {
      id = textOf(vm.strOf(vm.call(getAttr(vm, test, 'id'), []))).slice('test.'.length)
      if (done.has(id) || !id.includes(only)) return undefined
      say({ start: id })
      vm.setLimits({ seconds })
      const r = vm.call(py.globals.getStr('run_one') as Value, [test]) as PyTuple
      return { id, status: r.items[0] as Status, text: textOf(r.items[1] as string) }
    })
    if (outcome !== undefined) say({ ...outcome, id })
  }
  say({ end: module })
}

function child(): void {
  const { lib, modules, done } = JSON.parse(readFileSync(0, 'utf8')) as {
    lib: string
    modules: string[]
    done: string[]
  }
  for (const module of modules)
    runModule(lib, module, new Set(done), (message) => writeSync(3, `${JSON.stringify(message)}\n`))
}

// --- The parent: watches over it --------------------------------------------------------------------------------------

/** The outcomes of the cases of each module. A child that says nothing for long, or ends, is replaced; the case it was at has failed. */
async function runModules(lib: string, modules: string[], onEnd: (module: string, outcomes: Outcome[]) => void) {
  let rest = modules
  let outcomes: Outcome[] = []
  while (rest.length > 0) {
    let at = rest[0]
    const worker: ChildProcess = spawn(
      process.execPath,
      ['--max-old-space-size=3000', ...process.execArgv, ...process.argv.slice(1), '--child'],
      { stdio: ['pipe', 'inherit', 'inherit', 'pipe'] },
    )
    const stuck = () => worker.kill('SIGKILL')
    let watch = setTimeout(stuck, 90_000)
    worker.stdin?.end(JSON.stringify({ lib, modules: rest, done: outcomes.map((o) => o.id) }))
    let pending = ''
    worker.stdio[3]?.on('data', (chunk: Buffer) => {
      clearTimeout(watch)
      watch = setTimeout(stuck, (seconds + 60) * 1000)
      const lines = (pending + chunk.toString('utf8')).split('\n')
      pending = lines.pop() as string
      for (const line of lines) {
        const message = JSON.parse(line) as Message
        if ('start' in message) at = message.start
        else if ('id' in message) outcomes.push(message)
        else {
          onEnd(message.end, outcomes)
          outcomes = []
          rest = rest.slice(1)
          at = rest[0] ?? ''
        }
      }
    })
    await new Promise((resolve) => worker.on('close', resolve))
    clearTimeout(watch)
    if (rest.length === 0) break
    outcomes.push({ id: at, status: 'failed', text: 'the machine hung or crashed' })
    if (at === rest[0]) {
      onEnd(rest[0], outcomes)
      outcomes = []
      rest = rest.slice(1)
    }
  }
}

// --- The lists --------------------------------------------------------------------------------------------------------

/** The known failures: the text above them, and id → reason. */
function readList(): { head: string; known: Map<string, string> } {
  const known = new Map<string, string>()
  let head = ''
  for (const line of readFileSync(listFile, 'utf8').split('\n')) {
    const i = line.indexOf('  # ')
    if (line.startsWith('#')) head += `${line}\n`
    else if (i > 0) known.set(line.slice(0, i), line.slice(i + 4))
  }
  return { head, known }
}

const moduleOf = (id: string, modules: Iterable<string>): string | undefined => {
  for (const m of modules) if (id === m || id.startsWith(`${m}.`)) return m
  return undefined
}

function last(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? ''
  return line.slice(0, 160)
}

/** The class of a new failure where the text says it, else `?`. */
function guessReason(text: string): string {
  const end = last(text)
  if (/_test\w*capi/.test(end)) return 'C helper'
  const missing = /ModuleNotFoundError: No module named '([\w.]+)'/.exec(end)
  return missing === null ? `?: ${end}` : `module: ${missing[1]}`
}

function chosenModules(): string[] {
  const chosen: string[] = []
  for (let i = 0; i < args.length; i++) {
    const a = args[i]
    if (a === '--only' || a === '--seconds') i++
    else if (!a.startsWith('--')) chosen.push(...(groups.get(a) ?? [a.startsWith('test_') ? a : `test_${a}`]))
  }
  return chosen.length > 0 ? chosen : [...groups.values()].flat()
}

async function main(): Promise<number> {
  const lib = findLib()
  if (lib === undefined || !existsSync(join(lib, 'test/test_grammar.py'))) {
    console.log('no library of CPython 3.13 with its tests was found (set PYTHON313LIB): nothing is run')
    return 0
  }
  const modules = chosenModules()
  for (const m of modules) {
    if (existsSync(join(lib, 'test', `${m.replaceAll('.', '/')}.py`)) || existsSync(join(lib, 'test', m))) continue
    console.error(`there is no group and no module of Lib/test named ${m}; groups: ${[...groups.keys()].join(' ')}`)
    return 2
  }
  const { head, known } = readList()
  const figures = JSON.parse(readFileSync(figuresFile, 'utf8')) as Record<string, Figures>
  const strict = only === ''
  let wrong = 0
  const complain = (text: string) => {
    wrong++
    console.log(text)
  }
  const total: Figures = { passed: 0, failed: 0, skipped: 0 }
  const bar = process.stderr.isTTY ? new cliProgress.SingleBar({ clearOnComplete: true }) : undefined
  bar?.start(modules.length, 0)
  console.log('module                          cases   passed   failed  skipped')
  await runModules(lib, modules, (module, outcomes) => {
    const count: Figures = { passed: 0, failed: 0, skipped: 0 }
    const failed = new Set<string>()
    for (const { id, status, text } of outcomes) {
      count[status]++
      total[status]++
      const reason = known.get(id)
      if (status === 'failed') failed.add(id)
      if (status === 'skipped' && has('show')) console.log(`${id}: skipped: ${text}`)
      if (status === 'failed' && (has('show') || reason === undefined))
        console.log(`${id}: failed\n${has('show') ? text : `    ${last(text)}`}`)
      if (!strict) continue
      if (status === 'failed' && reason === undefined && has('update')) known.set(id, guessReason(text))
      else if (status === 'failed' && reason === undefined) wrong++
      else if (reason?.startsWith('?')) complain(`${id}: has no reason yet: ${reason}`)
    }
    if (strict) {
      for (const id of [...known.keys()]) {
        if (moduleOf(id, [module]) === undefined || failed.has(id)) continue
        if (has('update')) known.delete(id)
        else complain(`${id}: does not fail, but is listed`)
      }
      figures[module] = count
    }
    const cells = [outcomes.length, count.passed, count.failed, count.skipped]
    console.log(module.padEnd(28) + cells.map((n) => String(n).padStart(9)).join(''))
    bar?.increment()
  })
  bar?.stop()
  const cells = [total.passed + total.failed + total.skipped, total.passed, total.failed, total.skipped]
  if (modules.length > 1) console.log('in all'.padEnd(28) + cells.map((n) => String(n).padStart(9)).join(''))
  if (strict && has('update')) {
    const lines = [...known].map(([id, reason]) => `${id}  # ${reason}\n`).sort()
    writeFileSync(listFile, head + lines.join(''))
    const rows = Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1))
    writeFileSync(figuresFile, `{\n${rows.map(([m, f]) => `  "${m}": ${JSON.stringify(f)}`).join(',\n')}\n}\n`)
  }
  return wrong === 0 ? 0 : 1
}

if (has('child')) child()
else process.exitCode = await main()
