/**
 * The documents, run: README.md, CONTRIBUTING.md and docs/*.md against the build in dist/.
 *
 *  - `sh` and `console` blocks: every line that starts with `pytracify`, `npx pytracify` or `$ pytracify` is a command. It must end with status 0, or with the one a trailing
 *    `# exit N` names, and write something. Lines after a `$` command are its output, exactly; a line `…` stands for any lines.
 *  - `ts` blocks that import `pytracify`: run as modules with the build as `pytracify`. A line `expression // literal` must have that value.
 *  - Files the samples need are blocks after `<!-- file: name -->`. Commands run in a folder that has these and a copy of docs/.
 *  - `diff` blocks: a comment names the file; lines that are kept or taken away must be in it.
 *  - docs/api.md is what its generator writes.
 *  - Links to files, names of npm scripts and paths under src/ must exist.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const CLI = join(ROOT, 'dist/cli.cjs')
const DOCS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((f) => f.endsWith('.md'))
    .map((f) => `docs/${f}`),
]
const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts

interface Block {
  language: string
  lines: string[]
  /** Name of the file it is the content of. */
  file: string | undefined
}

function blocks(text: string): Block[] {
  const out: Block[] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const open = /^```(\w*)\s*$/.exec(lines[i]!)
    if (open === null) continue
    const end = lines.indexOf('```', i + 1)
    const file = /^<!-- file: (\S+) -->$/.exec(lines[i - 1] ?? '')?.[1]
    out.push({ language: open[1]!, lines: lines.slice(i + 1, end), file })
    i = end
  }
  return out
}

interface Sample {
  command: string
  status: number
  /** The output shown, or null if none is. */
  shown: string[] | null
}

function samples(block: Block): Sample[] {
  const out: Sample[] = []
  let current: Sample | null = null
  for (const line of block.lines) {
    const m = /^(\$ )?(?:npx )?(pytracify .*)$/.exec(line)
    if (m !== null) {
      const status = Number(/# exit (\d+)\s*$/.exec(line)?.[1] ?? 0)
      current = { command: m[2]!, status, shown: null }
      out.push(current)
      if (m[1] === undefined) current = null
    } else if (current !== null) (current.shown ??= []).push(line)
  }
  return out
}

/** Whether `got` is what is shown, where `…` on a line of its own stands for any lines. */
function matches(shown: readonly string[], got: readonly string[], s = 0, g = 0): boolean {
  for (; s < shown.length; s++, g++) {
    if (shown[s] === '…') {
      for (let k = g; k <= got.length; k++) if (matches(shown, got, s + 1, k)) return true
      return false
    }
    if (shown[s] !== got[g]?.trimEnd()) return false
  }
  return g === got.length
}

/** A sample as a module that checks what its comments claim. */
function asModule(lines: readonly string[]): string {
  const body = lines.map((line) => {
    const m = /^(?!import|const|let|for|if|\/\/)(\S.*?)\s+\/\/ ((?:['"{[]|-?\d|true$|false$|null$|undefined$).*)$/.exec(
      line,
    )
    return m === null ? line : `__is(${m[1]}, ${m[2]})`
  })
  const imports = body.filter((l) => l.startsWith('import '))
  const rest = body.filter((l) => !l.startsWith('import '))
  return [
    "import { deepStrictEqual as __is } from 'node:assert'",
    ...imports,
    'globalThis.self = globalThis',
    'globalThis.postMessage = () => {}',
    ...rest,
    "self.onmessage?.({ data: 'print(1)' })",
  ].join('\n')
}

describe('documents', () => {
  let dir: string
  beforeAll(() => {
    // `npm run check` builds before it tests; alone, this test builds for itself.
    if (!existsSync(CLI) || !existsSync(join(ROOT, 'dist/index.js')))
      spawnSync('npm', ['run', 'build:fast'], { cwd: ROOT })
    dir = mkdtempSync(join(tmpdir(), 'documents-'))
    mkdirSync(join(dir, 'node_modules'))
    symlinkSync(ROOT, join(dir, 'node_modules/pytracify'))
    cpSync(join(ROOT, 'docs'), join(dir, 'docs'), { recursive: true })
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  for (const name of DOCS) {
    const text = readFileSync(join(ROOT, name), 'utf8')
    const all = blocks(text)
    describe(name, () => {
      beforeAll(() => {
        for (const { file, lines } of all)
          if (file !== undefined) writeFileSync(join(dir, file), `${lines.join('\n')}\n`)
      })
      for (const block of all) {
        for (const { command, status, shown } of ['sh', 'console', ''].includes(block.language) ? samples(block) : []) {
          it(command, () => {
            const shell = `pytracify() { node ${JSON.stringify(CLI)} "$@"; }\nnpx() { "$@"; }\n${command}`
            const got = spawnSync('bash', ['-c', shell], { cwd: dir, encoding: 'utf8', input: '' })
            const output = got.stdout + got.stderr
            expect({ status: got.status, stderr: got.stderr.slice(0, 500) }).toMatchObject({ status })
            expect(output).not.toBe('')
            if (shown === null) return
            const lines = output.trimEnd().split('\n')
            if (!matches(shown, lines)) expect(lines.map((l) => l.trimEnd()).join('\n')).toBe(shown.join('\n'))
          })
        }
        if (block.language === 'ts' && block.lines.some((l) => l.endsWith("from 'pytracify'"))) {
          it(block.lines.find((l) => l !== '') ?? 'sample', () => {
            const path = join(dir, 'sample.mjs')
            writeFileSync(path, transformSync(asModule(block.lines), { loader: 'ts', target: 'es2022' }).code)
            const got = spawnSync(process.execPath, [path], { cwd: dir, encoding: 'utf8' })
            expect(got.stderr).toBe('')
            expect(got.status).toBe(0)
          })
        }
      }

      it.runIf(all.some((b) => b.language === 'diff'))('its diffs apply', () => {
        const stale: string[] = []
        for (const { lines } of all.filter((b) => b.language === 'diff')) {
          let content = ''
          for (const line of lines) {
            const path = /^ \/\/ (\S+\.ts)$/.exec(line)?.[1]
            if (path !== undefined) content = existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : ''
            else if (!line.startsWith('+') && !content.split('\n').includes(line.slice(1))) stale.push(line)
          }
        }
        expect(stale).toEqual([])
      })

      it('names only what exists', () => {
        const prose = text.replace(/^```[\s\S]*?^```/gm, '')
        const missing: string[] = []
        for (const [, target] of prose.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g))
          if (!existsSync(join(ROOT, dirname(name), target!))) missing.push(`link ${target}`)
        for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g))
          if (!(script! in scripts)) missing.push(`npm run ${script}`)
        for (const [, path] of prose.matchAll(
          /`((?:src|conformance|scripts|grammar|bench)\/[\w./-]+\.(?:ts|py|json|txt|grammar|asdl|sh))`/g,
        ))
          if (!existsSync(join(ROOT, path!))) missing.push(path!)
        expect(missing).toEqual([])
      })
    })
  }

  it('docs/api.md is up to date', () => {
    const got = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/gen_api_doc.ts', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect(got.stderr).toBe('')
    expect(got.status).toBe(0)
  })
})
