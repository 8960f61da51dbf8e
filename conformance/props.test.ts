/**
 * The property programs of conformance/props against what CPython 3.13 printed: many operations on values, drawn from a fixed seed.
 *
 * The recorded hashes (`record_props.py`) need no Python. With PYTRACIFY_LIVE set and a python3.13 at hand the programs run on both sides with more
 * rounds, and the first line that differs is shown.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { run } from '../src/index'

const folder = fileURLToPath(new URL('./props', import.meta.url))
const digest = (lines: string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)

function output(name: string, args: string[]): string {
  const result = run(readFileSync(join(folder, `${name}.py`), 'utf8'), {
    filename: 'main.py',
    argv: ['main.py', ...args],
  })
  if (!result.ok) throw new Error(result.stderr)
  return result.stdout
}

for (const file of readdirSync(folder).filter((f) => f.endsWith('.py'))) {
  const name = file.slice(0, -3)
  describe(`properties of ${name}`, () => {
    const record: Record<string, { lines: number; hashes: string[] }> = JSON.parse(
      readFileSync(join(folder, `${name}.json`), 'utf8'),
    )
    let sections: Map<string, string[]> | undefined
    const get = () => {
      if (sections === undefined) {
        sections = new Map()
        let lines: string[] = []
        for (const line of output(name, []).split('\n')) {
          if (line.startsWith('# ')) sections.set(line.slice(2), (lines = []))
          else if (line) lines.push(line)
        }
      }
      return sections
    }
    for (const title in record) {
      test(title, { timeout: 60000 }, () => {
        const lines = get().get(title) ?? []
        expect(lines.length).toBe(record[title].lines)
        const bad = record[title].hashes.findIndex((h, i) => digest(lines.slice(100 * i, 100 * i + 100)) !== h)
        expect(bad < 0 ? '' : `lines ${100 * bad} to ${100 * bad + 99} differ from CPython's`).toBe('')
      })
    }
    const live = process.env.PYTRACIFY_LIVE && spawnSync('python3.13', ['--version']).status === 0
    test.skipIf(!live)('live, with more rounds', { timeout: 300000 }, () => {
      const python = spawnSync('python3.13', ['-W', 'ignore', join(folder, file), '400'], {
        encoding: 'utf8',
        env: { ...process.env, PYTHONHASHSEED: '0' },
        maxBuffer: 1 << 28,
      })
      const theirs = python.stdout.split('\n')
      const ours = output(name, ['400']).split('\n')
      const at = theirs.findIndex((line, i) => line !== ours[i])
      expect(at < 0 ? '' : `${at}: ${ours[at]}`).toBe(at < 0 ? '' : `${at}: ${theirs[at]}`)
    })
  })
}
