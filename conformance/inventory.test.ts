/**
 * Nothing of the builtins is missing: every attribute of every builtin type, with its kind and `__text_signature__`, against what
 * CPython 3.13 recorded in `inventory.json` (`inventory.py`).
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Interpreter } from '../src/interpreter'

interface TypeEntry {
  attrs: Record<string, string>
  bases: string[]
  module: string
  name: string
  signature: string | null
}
interface Inventory {
  functions: Record<string, string | null>
  names: string[]
  types: Record<string, TypeEntry>
}

/** Differences that are meant, each with its reason. */
const KNOWN: Record<string, string> = {
  // Sizes in memory are not ours to tell: `object.__sizeof__` answers for these.
  'async_generator.__sizeof__': 'inherited',
  'coroutine.__sizeof__': 'inherited',
  'frame.__sizeof__': 'inherited',
  'generator.__sizeof__': 'inherited',
  // One implementation for both kinds of text: the method stands in the class itself.
  'bytes.__sizeof__': 'own',
  // Computed here, a field of the C structure there.
  'async_generator.ag_running': 'getset',
  'coroutine.cr_origin': 'getset',
  'frame.f_trace_lines': 'getset',
}

const here = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')
const theirs = JSON.parse(here('inventory.json')) as Inventory
const run = new Interpreter({ files: { '/samples.py': here('samples.py') } }).run(here('inventory.py'))
const ours = JSON.parse(run.stdout || '{}') as Inventory

test('the inventory runs', () => {
  expect(run.stderr).toBe('')
})

test('no builtin name is missing, none is added', () => {
  expect(ours.names).toEqual(theirs.names)
})

test('builtin functions have the same signatures', () => {
  expect(ours.functions).toEqual(theirs.functions)
})

for (const name of Object.keys(theirs.types)) {
  test(`type ${name}`, () => {
    const { attrs: want, ...head } = theirs.types[name]!
    const { attrs: have, ...ourHead } = ours.types[name]!
    expect(ourHead).toEqual(head)
    const wrong: string[] = []
    for (const attr in want) {
      if (have[attr] === want[attr]) continue
      // Generic attribute access: some C types name the slot again, which changes nothing.
      if (attr === '__getattribute__' && have[attr] === '') continue
      if (have[attr] === undefined) wrong.push(`${attr} is missing`)
      else if (KNOWN[`${name}.${attr}`] === undefined) wrong.push(`${attr}: ${have[attr]} instead of ${want[attr]}`)
    }
    for (const attr in have) if (want[attr] === undefined) wrong.push(`${attr} is not in CPython`)
    expect(wrong).toEqual([])
  })
}
