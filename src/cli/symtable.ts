/**
 * `pytracify symtable`: the symbol tables of a program, as `python3.13 -m symtable` prints them.
 */
import type { Command } from 'commander'
import { BlockType, Def, Scope, type SymtableEntry } from '../compile/symtable'
import { reprStr } from '../values/repr'
import { fromText, textOf } from '../values/wide'
import { symtable } from '../vm/compile_source'
import { readInput } from './host'

export function registerSymtable(program: Command): void {
  program
    .command('symtable')
    .description('show the symbol tables of a program, as python3.13 -m symtable does')
    .argument('[file...]', 'the programs; standard input if left out or -', ['-'])
    .action((files: string[]) => {
      for (const file of files) {
        const source = readInput(file)
        const filename = file === '-' ? '<stdin>' : file
        process.stdout.write(symtableText(symtable(source, filename).top, filename))
      }
    })
}

const TYPES: Record<BlockType, string> = {
  [BlockType.FUNCTION]: 'function',
  [BlockType.CLASS]: 'class',
  [BlockType.MODULE]: 'module',
  [BlockType.ANNOTATION]: 'annotation',
  [BlockType.TYPE_ALIAS]: 'type alias',
  [BlockType.TYPE_PARAMETERS]: 'type parameters',
  [BlockType.TYPE_VARIABLE]: 'type variable',
}

const SCOPES: Record<Scope, string> = {
  [Scope.UNKNOWN]: '0',
  [Scope.LOCAL]: 'local',
  [Scope.GLOBAL_EXPLICIT]: 'global_explicit',
  [Scope.GLOBAL_IMPLICIT]: 'global_implicit',
  [Scope.FREE]: 'free',
  [Scope.CELL]: 'cell',
}

/** The flags Python's `symtable` module knows, in its order. */
const FLAGS: readonly (readonly [number, string])[] = [
  [Def.USE, 'use'],
  [Def.GLOBAL, 'def_global'],
  [Def.NONLOCAL, 'def_nonlocal'],
  [Def.LOCAL, 'def_local'],
  [Def.PARAM, 'def_param'],
  [Def.IMPORT, 'def_import'],
  [Def.BOUND, 'def_bound'],
  [Def.ANNOT, 'def_annot'],
]

function repr(text: string): string {
  return textOf(reprStr(fromText(text)))
}

/** The listing of a block and all in it. */
export function symtableText(entry: SymtableEntry, filename: string, level = 0): string {
  const indent = '    '.repeat(level)
  const what = entry.type === BlockType.MODULE ? `from file ${repr(filename)}` : repr(entry.name)
  let text = `${indent}symbol table for ${entry.nested ? 'nested ' : ''}${TYPES[entry.type]} ${what}:\n`
  for (const name of entry.symbols.keys()) {
    const flags = entry.symbol(name)
    const words = FLAGS.filter(([flag]) => (flags & flag) === flag).map(([, word]) => word)
    text += `    ${indent}${SCOPES[entry.scope(name)]} symbol ${repr(name)}: ${words.join(', ')}\n`
  }
  text += '\n'
  for (const child of entry.children) text += symtableText(child, filename, level + 1)
  return text
}
