/**
 * Writes docs/expansions.md: what `--expand builtins` tells of each builtin, by running an example of it.
 *
 *     npm run gen:expansions         (--check: fail when the page is not what would be written)
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXAMPLES } from '../conformance/expansions'
import { format, trace } from '../src/index'
import '../src/library/directory'

const PAGE = join(import.meta.dirname, '../docs/expansions.md')

function group(name: string): string {
  if (name.startsWith('[')) return 'Subscripts and slices'
  const dot = name.indexOf('.')
  return dot < 0 ? 'Functions and types' : `Methods of ${name.slice(0, dot)}`
}

function told(example: string): string {
  const t = trace(example, { granularity: 'expression', expand: true })
  // Without the frame around it and the names of what is called.
  const rows = format(t, 'et-cot').trimEnd().split('\n').slice(2)
  return rows
    .map((r) => r.trimStart())
    .filter((r) => !/^(?:return None|[\w.]+ -> <(?:class|built-in|method) .*)$/.test(r))
    .join('\n')
}

const out = [
  '<!-- written by scripts/gen_expansions_doc.ts -->',
  '# Expanded builtins',
  '',
  'What `--expand builtins` tells inside each builtin ([tracing.md](tracing.md#expanding-builtins)), by an example in `et-cot`. Methods of frozenset are told as those of set; a method called',
  'on a subclass as that of its base. More than 200 notes are cut; operands of more than 2000 items are not expanded. A builtin without a row here shows its value alone.',
  '',
]
let last = ''
for (const [name, example] of Object.entries(EXAMPLES)) {
  if (group(name) !== last) {
    if (last) out.push('```', '')
    out.push(`## ${(last = group(name))}`, '', '```')
  } else out.push('')
  out.push(told(example))
}
out.push('```')
const text = `${out.join('\n')}\n`
if (process.argv.includes('--check')) {
  if (readFileSync(PAGE, 'utf8') !== text) {
    console.error('docs/expansions.md is out of date: npm run gen:expansions')
    process.exit(1)
  }
} else writeFileSync(PAGE, text)
