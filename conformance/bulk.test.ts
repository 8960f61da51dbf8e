/** `dataset` and `check` of many predictions, on the build in dist/: order, resuming, workers that fail, what rows say. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const CLI = join(ROOT, 'dist/cli.cjs')

interface Row {
  prompt: string
  completion: string
  meta: { id: string; format: string; end: string; steps: number; sha256: string; call: string | null }
}

const SORT =
  'def f(xs):\n    out = []\n    for x in xs:\n        if x % 2:\n            out.append(x)\n    return out\n'
const PROGRAMS = [
  ...Array.from({ length: 12 }, (_, i) => ({ id: `sort/${i}`, code: SORT, call: `f([${i}, ${i + 1}, 5])` })),
  { id: 'same', code: SORT, call: 'f([3, 4, 5])' },
  { id: 'raises', code: 'def f(x):\n    return 1 // x\n', call: 'f(0)' },
  { id: 'endless', code: 'def f():\n    while True:\n        pass\n', call: 'f()' },
  { id: 'syntax', code: 'def f(:\n', call: 'f()' },
  { id: 'undefined', code: 'raise ValueError("no")\n', call: 'f()' },
  { id: 'whole', program: 'name = input()\nprint("hi", name)\n', stdin: 'Ada\n' },
  { id: 'empty' },
]

describe('bulk commands', () => {
  let dir: string
  const at = (name: string): string => join(dir, name)
  const runWith = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    spawnSync(process.execPath, [CLI, ...args], { cwd: dir, encoding: 'utf8', env: { ...process.env, ...env } })
  const run = (...args: string[]) => runWith({}, ...args)
  const rows = (name: string): Row[] =>
    readFileSync(at(name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Row)

  beforeAll(() => {
    if (!existsSync(CLI)) spawnSync('npm', ['run', 'build:fast'], { cwd: ROOT })
    dir = mkdtempSync(join(tmpdir(), 'bulk-'))
    writeFileSync(at('in.jsonl'), `${PROGRAMS.map((p) => JSON.stringify(p)).join('\n')}\nnot json\n`)
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('writes the same bytes with any number of workers, and says how programs ended', () => {
    const formats = ['dataset', 'in.jsonl', '-f', 'cwm,et-cot,et-dynamic', '--max-steps', '200']
    const one = run(...formats, '-o', 'one.jsonl', '--workers', '1')
    const three = run(...formats, '-o', 'three.jsonl', '--workers', '3')
    expect(one.status).toBe(0)
    expect(three.status).toBe(0)
    expect(readFileSync(at('three.jsonl'), 'utf8')).toBe(readFileSync(at('one.jsonl'), 'utf8'))
    const { summary } = JSON.parse(readFileSync(at('one.jsonl.summary.json'), 'utf8')) as {
      summary: { ends: Record<string, number>; duplicates: number; failures: { id: string; end: string }[] }
    }
    expect(summary.ends).toEqual({
      done: 13,
      exception: 1,
      'step-limit': 1,
      'syntax-error': 1,
      'definitions-failed': 1,
      'bad-row': 2,
    })
    expect(summary.duplicates).toBe(1)
    expect(summary.failures.map((f) => f.id)).toEqual(['syntax', 'undefined', 'empty', '19'])
    expect(one.stderr).toContain('1 duplicates left out')
    const made = rows('one.jsonl')
    expect(
      made
        .filter((r) => r.meta.id === 'sort/3')
        .map((r) => r.meta.format)
        .slice(0, 3),
    ).toEqual(['cwm', 'et-cot', 'et-dynamic'])
    const raised = made.find((r) => r.meta.id === 'raises' && r.meta.format === 'cwm')!
    expect(raised.meta).toMatchObject({ end: 'exception', call: 'f(0)' })
    expect(raised.prompt.endsWith('<|frame_sep|>')).toBe(true)
    expect(raised.completion).toContain('ZeroDivisionError')
    expect(made.find((r) => r.meta.id === 'whole' && r.meta.format === 'et-cot')!.prompt).toContain('Ada')
  }, 120_000)

  it('goes on after being killed, with nothing lost', async () => {
    const slow = 'def f(n):\n    t = 0\n    for i in range(100):\n        t += i * n\n    return t\n'
    writeFileSync(
      at('many.jsonl'),
      Array.from({ length: 12 }, (_, i) => JSON.stringify({ id: String(i), code: slow, call: `f(${i})` })).join('\n'),
    )
    const args = ['dataset', 'many.jsonl', '-f', 'et-compact', '--workers', '2', '-o']
    expect(run(...args, 'whole.jsonl').status).toBe(0)
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const child = spawn(process.execPath, [CLI, ...args, `${signal}.jsonl`], { cwd: dir, stdio: 'ignore' })
      const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)))
      const journal = at(`${signal}.jsonl.journal`)
      while (child.exitCode === null && !(existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 4))
        await new Promise((done) => setTimeout(done, 5))
      child.kill(signal)
      const code = await ended
      if (signal === 'SIGINT') expect(code).toBe(130)
      expect(existsSync(at(`${signal}.jsonl`))).toBe(false)
      const again = run(...args, `${signal}.jsonl`)
      expect(again.status).toBe(0)
      expect(again.stderr).toMatch(/; \d+ were done before/)
      expect(readFileSync(at(`${signal}.jsonl`), 'utf8')).toBe(readFileSync(at('whole.jsonl'), 'utf8'))
      expect(existsSync(journal)).toBe(false)
    }
    expect(run(...args, 'whole.jsonl').stderr).toContain('complete already')
    expect(run('dataset', 'many.jsonl', '-f', 'nye', '-o', 'whole.jsonl').status).toBe(2)
    expect(run('dataset', 'many.jsonl', '-f', 'nye', '-o', 'whole.jsonl', '--force').status).toBe(0)
  }, 300_000)

  it('goes on when a worker hangs', () => {
    const hang = 'def f():\n    return str(7 ** 100)\n'
    // No program is known that escapes the limits, so the host is made to hang: one conversion of it never ends.
    writeFileSync(
      at('hang.cjs'),
      `'use strict'
       const plain = BigInt.prototype.toString
       BigInt.prototype.toString = function (...radix) {
         while (this === 7n ** 100n);
         return plain.apply(this, radix)
       }`,
    )
    writeFileSync(
      at('hang.jsonl'),
      [{ id: 'hang', code: hang, call: 'f()' }, ...PROGRAMS.slice(0, 3)].map((p) => JSON.stringify(p)).join('\n'),
    )
    const got = runWith(
      { NODE_OPTIONS: `--require ${at('hang.cjs')}` },
      'dataset',
      'hang.jsonl',
      '-f',
      'nye',
      '-o',
      'hang.out.jsonl',
      '--max-seconds',
      '1',
      '--workers',
      '1',
    )
    expect(got.status).toBe(0)
    expect(rows('hang.out.jsonl').map((r) => r.meta.id)).toEqual(['sort/0', 'sort/1', 'sort/2'])
    expect(got.stderr).toMatch(/hang +1\n/)
  }, 60_000)

  it('samples by seed, compresses, reads directories, makes calls of fields', () => {
    const args = ['dataset', 'in.jsonl', '-f', 'settrace', '--max-steps', '50', '--sample', '4']
    for (const [name, seed] of [
      ['s1', '1'],
      ['s2', '2'],
      ['s3', '1'],
    ] as const)
      run(...args, '--seed', seed, '-o', `${name}.jsonl.gz`)
    const read = (name: string): string => gunzipSync(readFileSync(at(`${name}.jsonl.gz`))).toString()
    expect(read('s1')).toBe(read('s3'))
    expect(read('s1')).not.toBe(read('s2'))
    mkdirSync(at('dir/sub'), { recursive: true })
    writeFileSync(at('dir/b.py'), 'print(input())\n')
    writeFileSync(at('dir/b.in'), 'from a file\n')
    writeFileSync(at('dir/sub/a.py'), 'x = 1\n')
    expect(run('dataset', 'dir', '-f', 'text', '-o', 'dir.jsonl').status).toBe(0)
    expect(rows('dir.jsonl').map((r) => r.meta.id)).toEqual(['b.py', 'sub/a.py'])
    expect(rows('dir.jsonl')[0]!.completion).toContain('» from a file')
    writeFileSync(at('crux.jsonl'), JSON.stringify({ task: 7, solution: SORT, input: '[1, 2]' }))
    expect(
      run(
        'dataset',
        'crux.jsonl',
        '-f',
        'cwm',
        '--field',
        'program=solution',
        '--field',
        'id=task',
        '--call',
        'f({input})',
        '-o',
        'crux.out.jsonl',
      ).status,
    ).toBe(0)
    expect(rows('crux.out.jsonl')[0]!.meta).toMatchObject({ id: '7', call: 'f([1, 2])' })
  }, 120_000)

  it('refuses what makes no sense', () => {
    for (const [args, says] of [
      [['dataset', 'missing.jsonl', '-f', 'cwm', '-o', 'x'], 'no such file'],
      [['dataset', 'in.jsonl', '-f', 'cwn', '-o', 'x'], 'unknown trace format'],
      [['dataset', 'in.jsonl', '-f', 'cwm', '-O', 'colour=true', '-o', 'x'], "has an option 'colour'"],
      [['dataset', 'in.jsonl', '-f', 'cwm', '--sample', 'many', '-o', 'x'], '--sample takes'],
      [['dataset', 'in.jsonl', '-f', 'cwm', '--keep', 'good', '-o', 'x'], '--keep takes'],
      [['check', 'in.jsonl', '-f', 'cwm'], 'need --output'],
    ] as const) {
      const got = run(...args)
      expect({ status: got.status, stderr: got.stderr }).toEqual({
        status: 2,
        stderr: expect.stringContaining(says) as string,
      })
    }
  }, 60_000)

  it('grades many predictions', () => {
    expect(run('dataset', 'in.jsonl', '-f', 'cwm', '--max-steps', '200', '-o', 'truth.jsonl').status).toBe(0)
    const truth = rows('truth.jsonl').filter((r) => r.meta.id.startsWith('sort/'))
    const predictions = truth.map((r, i) => ({
      id: r.meta.id,
      prediction:
        i === 0
          ? r.prompt + r.completion
          : i === 1
            ? r.completion.replace('"x": "1"', '"x": "7"')
            : i === 2
              ? 'nonsense'
              : r.completion,
    }))
    writeFileSync(at('predictions.jsonl'), predictions.map((p) => JSON.stringify(p)).join('\n'))
    const got = run('check', 'predictions.jsonl', '--programs', 'in.jsonl', '-f', 'cwm', '-o', 'verdicts.jsonl')
    expect(got.status).toBe(0)
    const verdicts = readFileSync(at('verdicts.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(
        (l) =>
          JSON.parse(l) as {
            id: string
            ok: boolean
            reward: number
            first: { component: string; name?: string } | null
          },
      )
    expect(verdicts.map((v) => v.id)).toEqual(predictions.map((p) => p.id))
    expect(verdicts.map((v) => v.ok)).toEqual(verdicts.map((_, i) => i !== 1 && i !== 2))
    expect(verdicts[1]).toMatchObject({ first: { component: 'variable', name: 'x' } })
    expect(verdicts[1]!.reward).toBeGreaterThan(0)
    expect(verdicts[2]).toMatchObject({ reward: 0, first: { component: 'format' } })
    expect(got.stderr).toContain('exact 10 of 12')
  }, 120_000)
})
