/**
 * CPython's own test suites of tracing, run in our machine: `npm run conformance:trace-suites [-- --only SUBSTRING] [--show]`.
 *
 * Input: `Lib/test/test_sys_settrace.py`, `test_sys_setprofile.py` and `test_monitoring.py` of an installed CPython 3.13 (`PYTHON313LIB`, or the
 * library of `python3.13`), which stay where they are. The rest of the library is ours, then CPython's. `trace_suites/standins` takes the place of
 * what a machine without processes, sockets and C extensions does not have (`test.support`, an `asyncio` that only runs coroutines to their end, …);
 * `trace_suites/driver.py` runs one test case at a time, each under a time limit.
 *
 * `lists/trace_suites_failed.txt` names the cases known to fail, `id  # reason` each. It is strict: a case that fails without being listed fails the
 * run, and so does a listed one that passes.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { DirectoryFinder } from '../src/cli/stdlib'
import { Interpreter } from '../src/interpreter'
import { getAttr } from '../src/objects/abstract'
import type { PyList, PyTuple, Value } from '../src/values/value'
import { ExcState } from '../src/objects/frame'
import { textOf } from '../src/values/wide'

const SUITES = ['test_sys_settrace', 'test_sys_setprofile', 'test_monitoring']
const SECONDS = 10
const here = dirname(fileURLToPath(import.meta.url))
const listed = join(here, 'lists/trace_suites_failed.txt')

/** The Lib directory of an installed CPython 3.13. */
function findLib(): string | undefined {
  const given = process.env['PYTHON313LIB']
  if (given !== undefined) return given
  try {
    const code = 'import sysconfig; print(sysconfig.get_path("stdlib"))'
    return execFileSync('python3.13', ['-c', code], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

interface Outcome {
  id: string
  status: 'passed' | 'failed' | 'skipped'
  text: string
}

/** Runs the cases of one test module whose id contains `only`. */
function runSuite(lib: string, suite: string, only: string): Outcome[] {
  const py = new Interpreter({
    filename: join(here, 'trace_suites/driver.py'),
    finders: [new DirectoryFinder(join(here, 'trace_suites/standins')), new DirectoryFinder(lib)],
    stdout: () => undefined,
    stderr: () => undefined,
  })
  const { vm } = py
  const name = `test.${suite}`
  let cases: Value[] = []
  const loaded = py.guard(() => {
    vm.runCode(py.compile(readFileSync(py.filename, 'utf8')), py.globals, py.globals)
    cases = (vm.call(py.globals.getStr('load') as Value, [name]) as PyList).items
  })
  if (!loaded.ok) throw new Error(`${name} cannot be loaded\n${loaded.error?.traceback}`)
  const outcomes: Outcome[] = []
  for (const test of cases) {
    let id = ''
    let outcome: Outcome | undefined
    try {
      const ended = py.guard(() => {
        const name = textOf(vm.strOf(vm.call(getAttr(vm, test, 'id'), [])))
        id = name.slice('test.'.length)
        if (!id.includes(only)) return
        vm.setLimits({ seconds: SECONDS })
        const r = vm.call(py.globals.getStr('run_one') as Value, [test]) as PyTuple
        outcome = { id, status: r.items[0] as Outcome['status'], text: textOf(r.items[1] as string) }
      })
      if (!ended.ok) {
        const text = ended.error?.traceback || ended.error?.message || `exit status ${ended.exitCode}`
        outcome = { id, status: 'failed', text }
      }
    } catch (e) {
      // A bug of the machine: it counts as a failure of the case.
      outcome = { id, status: 'failed', text: (e as Error).stack ?? String(e) }
    }
    vm.excInfo = new ExcState()
    vm.setMonitor(null)
    vm.setLimits({})
    if (outcome !== undefined) outcomes.push(outcome)
  }
  return outcomes
}

/** The known failures: id → reason. */
function readList(): Map<string, string> {
  const known = new Map<string, string>()
  for (const line of readFileSync(listed, 'utf8').split('\n')) {
    const at = line.indexOf('#')
    if (at > 0) known.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return known
}

function main(): number {
  const lib = findLib()
  if (lib === undefined || !existsSync(join(lib, 'test/test_sys_settrace.py'))) {
    console.log('no library of CPython 3.13 with its tests was found: set PYTHON313LIB')
    return 0
  }
  const at = process.argv.indexOf('--only')
  const only = at < 0 ? '' : process.argv[at + 1]
  const show = process.argv.includes('--show')
  const known = readList()
  let wrong = 0
  for (const suite of SUITES) {
    const count = { passed: 0, failed: 0, skipped: 0 }
    const outcomes = runSuite(lib, suite, only)
    for (const { id, status, text } of outcomes) {
      count[status]++
      const reason = known.get(id)
      if (status === 'failed' && (reason === undefined || show))
        console.log(`${id}: failed\n${show ? text : last(text)}`)
      if (status === 'passed' && reason !== undefined) console.log(`${id}: passes, but is listed: ${reason}`)
      if ((status === 'failed') !== (reason !== undefined)) wrong++
      known.delete(id)
    }
    const { passed, failed, skipped } = count
    console.log(`${suite}: ${outcomes.length} cases, ${passed} passed, ${failed} failed, ${skipped} skipped`)
  }
  if (only === '') {
    for (const id of known.keys()) {
      console.log(`${id}: listed, but there is no such case`)
      wrong++
    }
  }
  return wrong === 0 ? 0 : 1
}

function last(text: string): string {
  return `    ${text.trimEnd().split('\n').at(-1)?.slice(0, 160)}`
}

process.exitCode = main()
