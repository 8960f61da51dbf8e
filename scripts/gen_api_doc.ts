/**
 * Writes docs/api.md from the doc comments of what `src/index.ts` exports. `--check` writes nothing and fails if the file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = `${root}docs/api.md`

const program = ts.createProgram([`${root}src/index.ts`], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  strict: true,
  skipLibCheck: true,
  types: [],
})
const checker = program.getTypeChecker()
const index = program.getSourceFile(`${root}src/index.ts`)!

function prose(symbol: ts.Symbol): string {
  return ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}

function hidden(node: ts.Declaration): boolean {
  const flags = ts.getCombinedModifierFlags(node)
  return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0
}

/** A declaration as its interface: no bodies, no initialisers, no private members. */
function shape(node: ts.Declaration): string {
  const source = node.getSourceFile()
  const text = (n: ts.Node | undefined): string => (n === undefined ? '' : n.getText(source))
  const line = (s: string): string => s.replace(/\s+/g, ' ')
  const parameters = (n: ts.SignatureDeclaration): string =>
    n.parameters
      .map((p) => {
        const type = p.type ? text(p.type) : checker.typeToString(checker.getTypeAtLocation(p))
        return line(`${text(p.name)}${p.questionToken || p.initializer ? '?' : ''}: ${type}`)
      })
      .join(', ')
  const result = (n: ts.SignatureDeclaration): string => {
    if (n.type) return line(text(n.type))
    const signature = checker.getSignatureFromDeclaration(n)
    return signature ? checker.typeToString(signature.getReturnType()) : 'void'
  }
  const generics = (n: { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }): string =>
    n.typeParameters ? `<${n.typeParameters.map(text).join(', ')}>` : ''
  if (ts.isFunctionDeclaration(node))
    return `function ${text(node.name)}${generics(node)}(${parameters(node)}): ${result(node)}`
  if (ts.isVariableDeclaration(node))
    return `const ${text(node.name)}: ${checker.typeToString(checker.getTypeAtLocation(node))}`
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return text(node).replace(/^export /, '')
  if (ts.isClassDeclaration(node)) {
    const out: string[] = []
    for (const member of node.members) {
      if (hidden(member)) continue
      const doc = ts
        .getJSDocCommentsAndTags(member)
        .map((d) => `  ${line(text(d))}\n`)
        .join('')
      if (ts.isConstructorDeclaration(member)) out.push(`${doc}  constructor(${parameters(member)})`)
      else if (ts.isMethodDeclaration(member))
        out.push(`${doc}  ${text(member.name)}(${parameters(member)}): ${result(member)}`)
      else if (ts.isGetAccessor(member)) out.push(`${doc}  readonly ${text(member.name)}: ${result(member)}`)
      else if (ts.isPropertyDeclaration(member)) {
        const readonly = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Readonly ? 'readonly ' : ''
        const type = member.type ? line(text(member.type)) : checker.typeToString(checker.getTypeAtLocation(member))
        out.push(`${doc}  ${readonly}${text(member.name)}: ${type}`)
      }
    }
    const heritage = (node.heritageClauses ?? []).map((h) => ` ${text(h)}`).join('')
    return `class ${text(node.name)}${heritage} {\n${out.join('\n')}\n}`
  }
  return line(text(node))
}

interface Entry {
  name: string
  kind: string
  doc: string
  code: string
  file: string
}

const entries: Entry[] = []
for (let symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(index)!)) {
  const { name } = symbol
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol)
  const node = symbol.declarations?.[0]
  if (node === undefined) continue
  const kind = ts.isFunctionDeclaration(node)
    ? 'Functions'
    : ts.isClassDeclaration(node)
      ? 'Classes'
      : ts.isVariableDeclaration(node)
        ? 'Constants'
        : 'Types'
  entries.push({
    name,
    kind,
    doc: prose(symbol),
    code: shape(node),
    file: relative(root, node.getSourceFile().fileName),
  })
}

let out = '<!-- written by scripts/gen_api_doc.ts -->\n# API\n\n'
out +=
  'What `pytracify` exports, from the doc comments in the source. `npm run gen:api` writes this page; a test fails when it is out of date.\n'
for (const kind of ['Functions', 'Classes', 'Constants', 'Types']) {
  out += `\n## ${kind}\n`
  for (const e of entries.filter((x) => x.kind === kind).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    out += `\n### ${e.name}\n\n${e.doc === '' ? '' : `${e.doc}\n\n`}\`\`\`typescript\n${e.code}\n\`\`\`\n\nIn \`${e.file}\`.\n`
  }
}

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== out) {
    console.error('docs/api.md is out of date: npm run gen:api')
    process.exit(1)
  }
} else writeFileSync(target, out)
