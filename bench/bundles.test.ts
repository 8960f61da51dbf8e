/**
 * The bundle for browsers: what it may weigh, and that it runs by itself, says what is missing, and has all of it after `loadLibrary()`. Needs a build.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { measureSizes } from './size'

/** Bytes, gzipped: a change that needs more says why where it raises this. */
const BUDGET: Record<string, number> = {
  run: 315_000,
  // With an expander for every builtin that programs of the benchmarks call.
  'run, trace, format': 360_000,
  everything: 364_000,
  // With decimal, zlib, ast, logging, doctest, difflib, calendar, pickle and smaller modules.
  'everything, standard library': 900_000,
}

const root = resolve(import.meta.dirname, '..')

describe('the bundle for browsers', () => {
  beforeAll(() => {
    if (!existsSync(resolve(root, 'dist/browser/index.js'))) spawnSync('npm', ['run', 'build:fast'], { cwd: root })
  }, 600_000)

  it('stays within its budget', async () => {
    const over = (await measureSizes()).filter(({ name, gzip }) => !(gzip <= BUDGET[name]!))
    expect(over).toEqual([])
  })

  it('runs without the library, says so, and loads it', () => {
    const program = `
      import { format, loadLibrary, run, trace } from ${JSON.stringify(resolve(root, 'dist/browser/index.js'))}
      const out = (source) => { const r = run(source); return r.stdout + (r.error?.message ?? '') }
      const before = [out('print(sorted([2, 1]))'), out('import re'), out('import nowhere'), format(trace('x = 1'), 'settrace').includes('"line"')]
      await loadLibrary()
      console.log(JSON.stringify([...before, out('import re, math; print(re.sub("a", "b", "banana"), math.pi)'), out("print('\\\\N{BULLET}'.encode('cp1252'))")]))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([
      '[1, 2]\n',
      "No module named 're' (the library is not loaded: import 'pytracify/stdlib', or await loadLibrary())",
      "No module named 'nowhere'",
      true,
      'bbnbnb 3.141592653589793\n',
      "b'\\x95'\n",
    ])
  })

  it('has the library whichever is imported first', () => {
    const file = (name: string) => JSON.stringify(resolve(root, `dist/browser/${name}.js`))
    for (const order of [
      ['stdlib', 'index'],
      ['index', 'stdlib'],
    ]) {
      const program = `${order.map((name) => `import ${file(name)}`).join('\n')}
        const { run } = await import(${file('index')})
        console.log(run('import dataclasses').ok)`
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
      expect(stdout, order.join()).toBe('true\n')
    }
  })
})
