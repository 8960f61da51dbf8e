/**
 * `--stdlib`: a directory of CPython's Lib as a further place modules come from.
 */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Finder, FoundSource } from '../vm/import'
import { fail } from './host'

/** Finds modules in a directory; files keep their real paths. */
export class DirectoryFinder implements Finder {
  constructor(private readonly root: string) {}

  find(name: string): FoundSource | undefined {
    const base = `${this.root}/${name.replace(/\./g, '/')}`
    for (const [filename, path] of [
      [`${base}/__init__.py`, [base]],
      [`${base}.py`, null],
    ] as const) {
      try {
        return { source: readFileSync(filename), filename, path: path === null ? null : [...path] }
      } catch {
        // Not there: the next form.
      }
    }
    return undefined
  }
}

/** The finders for the value of `--stdlib`, or of PYTRACIFY_STDLIB. */
export function stdlibFinders(path: string | undefined): Finder[] {
  if (path === undefined || path === '') return []
  const root = resolve(path)
  try {
    if (statSync(root).isDirectory()) return [new DirectoryFinder(root)]
  } catch {
    // Said below.
  }
  return fail(`--stdlib: '${path}' is no directory; it takes the Lib directory of CPython 3.13`)
}
