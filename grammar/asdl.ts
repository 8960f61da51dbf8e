/**
 * Reads `python.asdl` and writes the TypeScript of the AST: `src/ast/nodes.gen.ts`.
 *
 * Input: the declarations; output: one class a node (fields in CPython's order, then the four positions, so that every node of a class
 * has one shape), a union type for each sum, and the field table that generic walks (`visit.ts`, `dump.ts`) read.
 */

/** How often a field occurs: `''` once, `'?'` once or null, `'*'` a list, `'?*'` a list whose elements may be null. */
type Quantifier = '' | '?' | '*' | '?*'

interface Field {
  type: string
  quantifier: Quantifier
  name: string
}

interface Constructor {
  name: string
  fields: Field[]
}

interface Declaration {
  name: string
  /** A product type has one unnamed constructor: the type itself is the node class. */
  product: boolean
  constructors: Constructor[]
  positions: boolean
}

/** The types that are not node types, and what they are in TypeScript. */
const builtinTypes: Record<string, string> = {
  identifier: 'string',
  string: 'string',
  int: 'number',
  constant: 'Value',
}

const positionNames = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset']

/** The property that holds a field. `Constant.kind`, the `u` of a u-string, gives way to the discriminating `kind` of every node. */
const propertyName = (field: string) => (field === 'kind' ? 'kind_' : field)

/** Class bindings that JavaScript does not allow in a module get an underscore; `kind` keeps CPython's name. */
const className = (name: string) => (name === 'arguments' ? 'arguments_' : name)

/** Parses the declarations of an ASDL text. */
export function parseAsdl(text: string): Declaration[] {
  const tokens = text.replace(/--.*/g, '').match(/[A-Za-z_]+|\?\*|[=|(),?*]/g) ?? []
  const declarations: Declaration[] = []
  let at = 0
  const expect = (token: string) => {
    if (tokens[at++] !== token)
      throw new Error(`python.asdl: expected ${token} before ${tokens.slice(at - 1, at + 5).join(' ')}`)
  }
  const fields = (): Field[] => {
    const list: Field[] = []
    if (tokens[at] !== '(') return list
    at++
    for (;;) {
      const type = tokens[at++]
      const quantifier = /^[?*]/.test(tokens[at]) ? (tokens[at++] as Quantifier) : ''
      list.push({ type, quantifier, name: tokens[at++] })
      if (tokens[at] === ')') break
      expect(',')
    }
    at++
    return list
  }
  while (at < tokens.length) {
    const name = tokens[at++]
    expect('=')
    const product = tokens[at] === '('
    const constructors: Constructor[] = []
    if (product) constructors.push({ name, fields: fields() })
    else
      for (;;) {
        constructors.push({ name: tokens[at++], fields: fields() })
        if (tokens[at] !== '|') break
        at++
      }
    const positions = tokens[at] === 'positions'
    if (positions) at++
    declarations.push({ name, product, constructors, positions })
  }
  return declarations
}

/** The text of `src/ast/nodes.gen.ts`. */
export function generateNodes(declarations: Declaration[]): string {
  const isEnum = (d: Declaration) => !d.product && !d.positions && d.constructors.every((c) => c.fields.length === 0)
  const tsType = (f: Field): string => {
    const base = builtinTypes[f.type] ?? className(f.type)
    if (f.quantifier === '?') return `${base} | null`
    if (f.quantifier === '*') return `${base}[]`
    if (f.quantifier === '?*') return `(${base} | null)[]`
    return base
  }
  const out: string[] = [
    '// Generated from grammar/python.asdl by grammar/build.ts (npm run gen). Do not edit.',
    '',
    "import type { Value } from '../values/value'",
    '',
    "/** Positions are CPython's: lines from 1, columns in UTF-8 bytes from 0. */",
    'export interface Positions {',
    ...positionNames.map((p) => `  ${p}: number`),
    '}',
    '',
  ]
  const table: string[] = []
  const kinds: string[] = []
  for (const d of declarations) {
    if (isEnum(d)) {
      out.push(`export type ${d.name} = ${d.constructors.map((c) => `'${c.name}'`).join(' | ')}`, '')
      continue
    }
    for (const c of d.constructors) {
      const parameters = c.fields.map((f) => `public ${propertyName(f.name)}: ${tsType(f)}`)
      if (d.positions) for (const p of positionNames) parameters.push(`public ${p}: number`)
      const kind = `  readonly kind = '${c.name}' as const`
      out.push(`export class ${className(c.name)} {`, kind)
      if (parameters.length > 0) out.push('  constructor(', ...parameters.map((p) => `    ${p},`), '  ) {}')
      out.push('}', '')
      kinds.push(c.name)
      const row = c.fields
        .map((f) => `['${f.name}', '${f.type}', '${f.quantifier}', '${propertyName(f.name)}']`)
        .join(', ')
      table.push(`  ${c.name}: { sum: '${d.name}', positions: ${d.positions}, fields: [${row}] },`)
    }
    if (!d.product) out.push(`export type ${d.name} = ${d.constructors.map((c) => className(c.name)).join(' | ')}`, '')
  }
  const sums = declarations.filter((d) => !isEnum(d)).map((d) => className(d.name))
  out.push(
    '/** Any node. */',
    `export type AST = ${sums.join(' | ')}`,
    '',
    '/** The name of a node class, as CPython has it. */',
    "export type Kind = AST['kind']",
    '',
    '/** Name, ASDL type, quantifier and property of a field; the property is the name but for `Constant.kind`, which is in `kind_`. */',
    "export type FieldInfo = readonly [name: string, type: string, quantifier: '' | '?' | '*' | '?*', property: string]",
    '',
    '/** What is known of a node class: the sum type it belongs to, whether it has positions, its fields in order. */',
    'export interface NodeInfo {',
    '  readonly sum: string',
    '  readonly positions: boolean',
    '  readonly fields: readonly FieldInfo[]',
    '}',
    '',
    'export const nodeInfo: Readonly<Record<Kind, NodeInfo>> = {',
    ...table,
    '}',
    '',
  )
  return out.join('\n')
}
