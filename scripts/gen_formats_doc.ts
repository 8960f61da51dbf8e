/**
 * Writes docs/formats.md: the list of trace formats, how sure each specification is, its options, its grammar, and an example made by running it.
 *
 *     npm run gen:formats            (--check: fail when the page is not what would be written)
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, formats, trace } from '../src/index'
import '../src/library/directory'

const PAGE = join(import.meta.dirname, '../docs/formats.md')
const EXAMPLE = `def bump(d, k):
    d[k] = d.get(k, 0) + 1
    return d[k]

def f(s):
    d = {}
    for c in s:
        if bump(d, c) > 1:
            return c
    return None
`
const CALL = 'f("aa")'
/** Longest example, in lines and in characters of a line. */
const LINES = 24
const WIDTH = 220

const GRAMMARS: Record<string, string> = {
  settrace: `One JSON object a line, keys in this order, as \`json.dumps\` writes them:

    event      call, line, return, exception, opcode
    function   co_qualname
    line       f_lineno
    locals     f_locals as name: repr, addresses removed; for modules the globals without __dunder__ names
    value      return: the repr        exception   exception: the repr
    offset, opcode, arg    opcode: f_lasti, and dis' opname and argrepr (no locals)`,
  steps:
    'The first line is a header with the program, the last `{"end": …}`. Lines between are `Step` objects (`src/trace/step.ts`), with absent members left out.',
  'et-full': `    trace  = {row "\\n"}
    row    = indent (call | line | opcode | leave | out | end)       two spaces of indent a call
    call   = ("call" | "resume") " " function " " vars
    line   = "L" number " " vars {" " iter}
    opcode = "+" offset " " opname [" (" arg ")"] " " vars " " stack {" " iter}
    leave  = ("return" | "yield" | "raise") " " value
    out    = "out " string                 end = "end " reason
    vars   = "{" [name "=" value {", " name "=" value}] "}"
    iter   = "for@" line " " over " " pos "/" total
    stack  = "[" [value {", " value}] "]"

A \`line\` row is the state before its line. Values are reprs; \`?\` stands for a count that cannot be known without running code.`,
  'et-compact': `As \`et-full\`, with \`vars\` in line rows replaced by what changed since the frame's last row: \`name=value\`, \`-name\` for a name unbound; a loop stands only when it
moved (\`for@3 2/4\`, its iterable only the first time) and as \`end@3\` when it is over.`,
  'et-dynamic': `Each line is \`{"prompt", "completion", "meta"}\`. The prompt is the source, then \`state:\`, one self-contained state, and \`next state:\` (or \`state after N steps:\`).

    state = {frame "\\n"} [event]
    frame = function " L" line " " vars ["+" offset " " opname [" (" arg ")"] " " stack] {" " iter}       outermost first
    event = "call" | "resume" | ("return" | "yield" | "raise") " " value

After the last step the completion is \`end REASON\`.`,
  'et-cot': `    row    = indent (call | line | expr | store | reduce | sub | leave | out | end)
    call   = function "(" [name "=" value {", " name "=" value}] ")"
    line   = "L" number " " source            about to run
    expr   = source " -> " value              log style: an expression and its value, in evaluation order
    reduce = "= " line with values put in     reduction style
    store  = name " := " value | "del " name  what the line bound, changed or unbound
    sub    = ". " text                        inside a builtin (--expand builtins)
    leave  = ("return" | "yield" | "raise") " " value

Constants have no rows. Each row follows from the row before and the values last written.`,
}

function example(name: string): string {
  const f = formats.find((x) => x.name === name)!
  const t = trace(EXAMPLE, {
    call: CALL,
    granularity: f.needs.granularity ?? 'line',
    heap: f.needs.heap,
    iters: f.needs.iters,
    comprehensionFrames: f.needs.comprehensionFrames,
    wrapper: f.needs.wrapper,
  })
  const rows = format(t, f).trimEnd().split('\n')
  const shown = rows.slice(0, LINES).map((r) => (r.length > WIDTH ? `${r.slice(0, WIDTH)} …` : r))
  if (rows.length > LINES) shown.push('…')
  return shown.join('\n')
}

function page(): string {
  const out: string[] = [
    '<!-- written by scripts/gen_formats_doc.ts -->',
    '# Trace formats',
    '',
    'All formats are made from one recorded stream of steps ([tracing.md](tracing.md)). `pytracify trace FILE -f NAME -O option=value`; `name@version` asks for a version.',
    'Every one reads back: `pytracify check` names the first wrong step of a predicted trace in any of them. The examples trace this program with `--call \'f("aa")\'`:',
    '',
    '```python',
    EXAMPLE.trimEnd(),
    '```',
    '',
    '| name | version | what |',
    '|---|---|---|',
    ...formats.map((f) => `| [${f.name}](#${f.name}) | ${f.version} | ${f.doc} |`),
    '',
  ]
  for (const f of formats) {
    out.push(`## ${f.name}`, '', f.doc, '', `**How sure.** ${f.basis}`, '')
    const options = Object.entries(f.options)
    if (options.length > 0) {
      out.push('| option | default | meaning |', '|---|---|---|')
      for (const [name, o] of options)
        out.push(`| ${name} | \`${o.default}\` | ${o.doc}${o.choices ? ` (${o.choices.join(', ')})` : ''} |`)
      out.push('')
    }
    const needs = Object.entries(f.needs).map(([k, v]) => (v === true ? k : `${k} ${v}`))
    if (needs.length > 0) out.push(`Recorded for it: ${needs.join(', ')}.`, '')
    if (GRAMMARS[f.name]) out.push(GRAMMARS[f.name]!, '')
    out.push('```', example(f.name), '```', '')
  }
  return `${out.join('\n').trimEnd()}\n`
}

const text = page()
if (process.argv.includes('--check')) {
  if (readFileSync(PAGE, 'utf8') !== text) {
    console.error('docs/formats.md is out of date: npm run gen:formats')
    process.exit(1)
  }
} else writeFileSync(PAGE, text)
