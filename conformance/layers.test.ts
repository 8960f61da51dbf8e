/**
 * The architecture, enforced: who may import whom (docs/tour.md draws it), no file named utils, no cycles between folders.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = resolve(import.meta.dirname, '../src')

/** Folder → folders and files it may import; a package name stands for itself. `type:` allows type-only imports. */
const ALLOWED: Record<string, readonly string[]> = {
  values: ['big-integer'],
  ast: ['values'],
  parse: ['ast', 'values', '@lezer/lr', '@lezer/common'],
  compile: ['ast', 'values', 'parse/messages'],
  objects: ['values', 'compile/code', 'compile/frozenset', 'compile/op.gen'],
  vm: ['objects', 'compile', 'parse', 'ast', 'values', 'stdlib'],
  trace: ['vm/monitor', 'objects', 'compile', 'values'],
  stdlib: ['objects', 'values', 'compile', 'ast', 'parse', 'vm', 'pako/lib/zlib'],
}

function files(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) return files(path)
    return /\.ts$/.test(name) && !/\.(test|gen)\.ts$/.test(name) ? [path] : []
  })
}

interface Import {
  file: string
  folder: string
  target: string
  typeOnly: boolean
}

function imports(): Import[] {
  const out: Import[] = []
  for (const path of files(SRC)) {
    const file = relative(SRC, path)
    const folder = file.split('/')[0]!
    if (!(folder in ALLOWED)) continue
    const text = readFileSync(path, 'utf8')
    for (const m of text.matchAll(/^(?:import|export)\s+(type\s+)?[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)) {
      const spec = (m[2] ?? m[3])!
      const target = spec.startsWith('.') ? relative(SRC, resolve(dirname(path), spec)) : spec
      out.push({ file, folder, target, typeOnly: m[1] !== undefined })
    }
  }
  return out
}

describe('layers', () => {
  const all = imports()

  it('are imported one way', () => {
    const wrong = all.filter(({ folder, target, typeOnly }) => {
      if (target.split('/')[0] === folder) return false
      // A type costs nothing at run time; the Context interface is how layers below see the machine.
      if (typeOnly && folder !== 'values') return false
      return !ALLOWED[folder]!.some((ok) => target === ok || target.startsWith(`${ok}/`))
    })
    expect(wrong.map((w) => `${w.file} imports ${w.target}`)).toEqual([])
  })

  it('keep formats apart from the machine', () => {
    const wrong = all.filter(({ file, target }) => file.startsWith('trace/formats/') && !target.startsWith('trace/'))
    expect(wrong.map((w) => `${w.file} imports ${w.target}`)).toEqual([])
  })

  it('name their files by subject', () => {
    expect(files(SRC).filter((f) => /\/(utils?|helpers?|misc|common)\.ts$/.test(f))).toEqual([])
  })
})
