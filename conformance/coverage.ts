/**
 * What the committed conformance cases reach: grammar rules, AST nodes, opcodes, builtin functions, methods and attributes of builtin types, exception classes, trace events.
 *
 *     npx tsx conformance/coverage.ts            prints what no case reaches
 *
 * A case counts if it has a golden. Programs are parsed and compiled for the first three; for the methods the native functions are watched while the cases run; classes count when a
 * case names them; events are those of traces at expression granularity. `coverage.test.ts` wants everything reached but for lists/coverage_missing.txt (`kind name  # reason`).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AST, nodeInfo } from '../src/ast/nodes.gen'
import { walk } from '../src/ast/visit'
import type { CodeObject } from '../src/compile/code'
import { realOpcodes } from '../src/compile/opcodes'
import { Interpreter } from '../src/interpreter'
import {
  PyBuiltinFunction,
  PyClassMethodDescriptor,
  PyGetSetDescriptor,
  PyMemberDescriptor,
  PyMethodDescriptor,
  PyStaticMethod,
} from '../src/objects/descr'
import { excTypes } from '../src/objects/exceptions'
import { PyType } from '../src/objects/type'
import { parse } from '../src/parse/parse'
import { parser } from '../src/parse/parser.gen'
import { scan } from '../src/parse/scanner'
import { SourceFile } from '../src/parse/source'
import { tokenText } from '../src/parse/tokens'
import { traceStream } from '../src/tracing'
import type { PyDict } from '../src/values/dict'
import { compile } from '../src/vm/compile_source'
import { ASPECTS, type Golden, goldens } from './cases'

export const KINDS = ['rule', 'node', 'opcode', 'function', 'attribute', 'class', 'event'] as const
export type Kind = (typeof KINDS)[number]

/** Names by kind. */
export type Names = Record<Kind, Set<string>>

const empty = (): Names => Object.fromEntries(KINDS.map((k) => [k, new Set<string>()])) as Names

/** Every event a step can have (trace/step.ts). */
const EVENTS = /export type StepEvent =([\s\S]*?)\n\n/.exec(
  readFileSync(join(import.meta.dirname, '../src/trace/step.ts'), 'utf8'),
)![1]!

/** Nodes that no program in mode `exec` has. */
const OTHER_MODES = new Set(['Interactive', 'Expression', 'FunctionType', 'TypeIgnore'])

/** Replaces a function of a native definition by one that notes that it was called. */
function watch(holder: Record<string, unknown>, field: string, note: () => void): void {
  const fn = holder[field] as ((...args: unknown[]) => unknown) | undefined
  if (fn === undefined) return
  holder[field] = (...args: unknown[]) => {
    note()
    return fn(...args)
  }
}

/** The builtin types by name: those of `builtins`, and those of the samples. */
function builtinTypes(): Map<string, PyType> {
  const interpreter = new Interpreter({
    files: { '/samples.py': readFileSync(join(import.meta.dirname, 'samples.py'), 'utf8') },
  })
  const run = interpreter.run(
    'import builtins\nfrom samples import SAMPLES\nTYPES = {n: type(make()) for n, make in SAMPLES.items()}\nTYPES.update((n, v) for n, v in vars(builtins).items() if isinstance(v, type) and v.__name__ == n)\n',
  )
  if (!run.ok) throw new Error(run.stderr)
  const types = new Map<string, PyType>()
  for (const [name, type] of (interpreter.globals.getStr('TYPES') as PyDict).entries()) {
    if (type instanceof PyType && type.definition !== undefined) types.set(String(name), type)
  }
  return types
}

/** Watches everything native; returns what there is to reach. */
function watchBuiltins(reached: Names): Names {
  const all = empty()
  for (const [name, type] of builtinTypes()) {
    for (const [key, value] of type.attrs.entries()) {
      const attribute = String(key)
      // Special methods are the business of the opcodes and builtin functions that call them.
      if (attribute.startsWith('__')) continue
      const full = `${name}.${attribute}`
      const note = (): void => void reached.attribute.add(full)
      const target = value instanceof PyStaticMethod ? value.callable : value
      if (
        target instanceof PyMethodDescriptor ||
        target instanceof PyClassMethodDescriptor ||
        target instanceof PyBuiltinFunction
      )
        watch(target.def as unknown as Record<string, unknown>, 'fn', note)
      else if (target instanceof PyGetSetDescriptor || target instanceof PyMemberDescriptor)
        watch(target as unknown as Record<string, unknown>, 'get', note)
      else continue
      all.attribute.add(full)
    }
  }
  for (const [key, value] of new Interpreter().vm.builtins.entries()) {
    const name = String(key)
    if (value instanceof PyBuiltinFunction && !name.startsWith('_')) {
      all.function.add(name)
      watch(value.def as unknown as Record<string, unknown>, 'fn', () => void reached.function.add(name))
    }
    if (value instanceof PyType) all.class.add(name)
  }
  for (const name of Object.keys(excTypes)) all.class.add(name)
  return all
}

function noteCode(code: CodeObject, opcodes: Map<number, string>, reached: Set<string>): void {
  for (let i = 0; i < code.ops.length; i += 2) {
    const name = opcodes.get(code.ops[i]!)
    if (name !== undefined) reached.add(name)
  }
  for (const constant of code.consts) {
    if (constant !== null && typeof constant === 'object' && 'ops' in constant)
      noteCode(constant as unknown as CodeObject, opcodes, reached)
  }
}

/** What there is, and what of it the cases reach. */
export function coverage(): { all: Names; reached: Names } {
  const reached = empty()
  const all = watchBuiltins(reached)
  for (const type of parser.nodeSet.types) if (/^[A-Z]/.test(type.name)) all.rule.add(type.name)
  for (const kind of Object.keys(nodeInfo)) if (!OTHER_MODES.has(kind)) all.node.add(kind)
  for (const name of [
    'Add',
    'Sub',
    'Mult',
    'MatMult',
    'Div',
    'Mod',
    'Pow',
    'LShift',
    'RShift',
    'BitOr',
    'BitXor',
    'BitAnd',
    'FloorDiv',
  ])
    all.node.add(name)
  for (const name of [
    'Eq',
    'NotEq',
    'Lt',
    'LtE',
    'Gt',
    'GtE',
    'Is',
    'IsNot',
    'In',
    'NotIn',
    'And',
    'Or',
    'Invert',
    'Not',
    'UAdd',
    'USub',
    'Load',
    'Store',
    'Del',
  ])
    all.node.add(name)
  const opcodes = new Map<number, string>()
  for (const [name, row] of Object.entries(realOpcodes)) {
    if (/never (?:emitted|executed)/.test(row.doc)) continue
    opcodes.set(row.number, name)
    all.opcode.add(name)
  }
  for (const [, event] of EVENTS.matchAll(/'([\w-]+)'/g)) all.event.add(event!)

  const byProgram = new Map<string, Golden[]>()
  for (const g of goldens()) byProgram.set(g.path, [...(byProgram.get(g.path) ?? []), g])
  for (const [path, list] of byProgram) {
    const source = readFileSync(path, 'utf8')
    if (parses(source)) noteText(source, reached, all, opcodes)
    for (const { aspect, file } of list) {
      // Deep recursion takes long and reaches nothing of its own.
      if (aspect === 'out' && !file.includes('recursion')) ASPECTS.out!(path, file)
      if (aspect === 'trace') {
        for (const how of [{ granularity: 'opcode' }, { expand: true }] as const)
          for (const step of traceStream(source, { filename: 'main.py', ...how })) reached.event.add(step.event)
      }
    }
  }
  return { all, reached }
}

function parses(source: string): boolean {
  try {
    compile(source, 'main.py')
    return true
  } catch {
    return false
  }
}

function noteText(source: string, reached: Names, all: Names, opcodes: Map<number, string>): void {
  const tokens = scan(SourceFile.from(source, 'main.py'), false)
  parser.parse(tokenText(tokens)).iterate({ enter: (node) => void reached.rule.add(node.name) })
  for (const node of walk(parse(source))) {
    reached.node.add(node.kind)
    for (const value of Object.values(node))
      for (const v of Array.isArray(value) ? value : [value])
        if (typeof v === 'string' && all.node.has(v)) reached.node.add(v)
    const name = nameOf(node)
    if (name !== undefined) reached.class.add(name)
  }
  noteCode(compile(source, 'main.py'), opcodes, reached.opcode)
}

function nameOf(node: AST): string | undefined {
  if (node.kind === 'Name') return node.id
  return node.kind === 'Attribute' ? node.attr : undefined
}

/** `kind name` of everything that no case reaches. */
export function notReached(): string[] {
  const { all, reached } = coverage()
  const empty = KINDS.find((kind) => all[kind].size === 0)
  if (empty !== undefined) throw new Error(`nothing of kind ${empty} was found`)
  return KINDS.flatMap((kind) =>
    [...all[kind]].filter((name) => !reached[kind].has(name)).map((name) => `${kind} ${name}`),
  )
}

if (process.argv[1]?.endsWith('coverage.ts')) {
  const { all, reached } = coverage()
  for (const kind of KINDS) {
    const missing = [...all[kind]].filter((name) => !reached[kind].has(name))
    console.log(
      `${kind}: ${all[kind].size - missing.length} of ${all[kind].size} reached${missing.length === 0 ? '' : `; not: ${missing.join(' ')}`}`,
    )
  }
}
