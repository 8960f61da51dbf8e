/**
 * The engines that the benchmarks run: native CPython 3.13, this build, and peers from npm, which lie in a folder of their own.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

const root = resolve(import.meta.dirname, '..')
const bundle = join(root, 'dist/index.js')

/** Where `--install` puts the peers. */
const folder = join(root, '.bench-peers')

/** The npm package of each peer, with the versions it may have: this Pyodide is the last with Python 3.13. */
const PACKAGES = {
  pyodide: ['pyodide', '0.29'],
  skulpt: ['skulpt', '1'],
  micropython: ['@micropython/micropython-webassembly-pyscript', '1'],
  brython: ['brython', '3.14'],
} as const

export type Peer = keyof typeof PACKAGES

export const peers = Object.keys(PACKAGES) as Peer[]

/** `fails`: raises or ends otherwise; `over`: beyond the limit; `differs`: another output than CPython's. */
export type Outcome = 'equal' | 'differs' | 'fails' | 'over'

export interface Timing {
  /** Seconds of processor time. */
  load: number
  run: number
  stdout: string
  outcome: Outcome
  /** Why it fails. */
  reason: string
}

export interface Engine {
  name: string
  version: string
  once(program: string, limit: number): Timing
}

/** Runs a command that ends its standard error with `CPU LOAD RUN`. The limit is one of processor time where there is a shell to set it. */
function timed(command: string, args: readonly string[], env: NodeJS.ProcessEnv, limit: number): Timing {
  const limited =
    process.platform === 'win32'
      ? [command, ...args]
      : ['sh', '-c', 'ulimit -t "$0"; exec "$@"', String(limit), command, ...args]
  const r = spawnSync(limited[0]!, limited.slice(1), {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: limit * 10_000,
    killSignal: 'SIGKILL',
  })
  const [, load, run] = /^CPU (\S+) (\S+)$/m.exec(r.stderr) ?? []
  const over = r.signal === 'SIGXCPU' || r.signal === 'SIGKILL'
  const outcome = run !== undefined && r.status === 0 ? 'equal' : over ? 'over' : 'fails'
  const reason = outcome === 'fails' ? (r.stderr.trim().split('\n').at(-1) ?? '').slice(0, 200) : ''
  return { load: Number(load), run: Number(run), stdout: r.stdout, outcome, reason }
}

const CPYTHON = `
import sys, time
path = sys.argv[1]
source = open(path).read()
start = time.process_time()
exec(compile(source, path, 'exec'), {'__name__': '__main__'})
sys.stdout.flush()
sys.stderr.write('CPU 0 %r\\n' % (time.process_time() - start))
`

/** Native CPython 3.13, if there is one. */
export function cpython(): Engine | null {
  const named = process.env['PYTHON313'] ?? 'python3.13'
  for (const env of [process.env, { ...process.env, PYENV_VERSION: '3.13.0' }]) {
    const { status, stdout } = spawnSync(named, ['-c', 'import sys; print(sys.version.split()[0])'], {
      env,
      encoding: 'utf8',
    })
    if (status !== 0 || !stdout.startsWith('3.13.')) continue
    const hashed = { ...env, PYTHONHASHSEED: '0' }
    return {
      name: 'CPython',
      version: stdout.trim(),
      once: (program, limit) => timed(named, ['-c', CPYTHON, program], hashed, limit),
    }
  }
  return null
}

function child(adapter: string, place: string, version: string): Engine {
  const script = join(import.meta.dirname, 'peers/child.mjs')
  return {
    name: adapter,
    version,
    once: (program, limit) => timed(process.execPath, [script, adapter, place, program], process.env, limit),
  }
}

/** This build. */
export function pytracify(): Engine | null {
  if (!existsSync(bundle)) return null
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return child('pytracify', bundle, version)
}

/** A peer, or null where it is not installed. */
export function peer(name: Peer): Engine | null {
  const place = join(folder, 'node_modules')
  const manifest = join(place, PACKAGES[name][0], 'package.json')
  if (!existsSync(manifest)) return null
  return child(name, place, (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version)
}

/** Installs the peers into their folder with npm; whether that went well. */
export function install(names: readonly Peer[]): boolean {
  const packages = names.map((name) => PACKAGES[name].join('@'))
  const { status } = spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...packages], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status === 0
}
