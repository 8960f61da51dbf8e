/**
 * Small texts and what CPython's front end makes of them: `fixtures/frontend_snippets.jsonl`.
 *
 * A line of the file is `[mode, flags, text, expected]`; expected holds the SyntaxError's
 * attributes, the warnings, the `ast.unparse` text, and hashes of the traceback's text and of the `tokenize` output. `npx tsx conformance/frontend_snippets.ts`
 * asks a CPython again and rewrites the file: to add a snippet, add a line without the fourth element and record.
 * `frontend_snippets.test.ts` checks the parser against the file.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { unparse } from '../src/ast/unparse'
import { formatSyntaxError, PySyntaxError } from '../src/parse/messages'
import { parse } from '../src/parse/parse'
import { formatToken, reprString, TokenizeError, tokenizeBytes } from '../src/parse/tokenize'
import { type ErrorTuple, FrontendOracle } from './frontend_oracle'

export const SNIPPETS = fileURLToPath(new URL('fixtures/frontend_snippets.jsonl', import.meta.url))
const ALLOW_INCOMPLETE_INPUT = 0x4000
const DONT_IMPLY_DEDENT = 0x200

type Mode = 'exec' | 'eval' | 'single'

/** What is recorded of a snippet; absent fields are null or empty. */
export interface SnippetFacts {
  /** Attributes of the SyntaxError. */
  error?: ErrorTuple
  /** Hash of what a traceback shows of it. */
  display?: string
  warnings?: [string, string, number][]
  unparse?: string
  /** Hash of the lines of `tokenize -e` with the source line of each token. */
  tokens: string
}

export type Snippet = [mode: Mode, flags: number, text: string, facts: SnippetFacts]

export function readSnippets(): Snippet[] {
  return readFileSync(SNIPPETS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Snippet)
}

/** What our front end makes of a snippet. */
export function factsOf(mode: Mode, flags: number, text: string): SnippetFacts {
  const facts: SnippetFacts = { tokens: tokenHash(text) }
  const warnings: SnippetFacts['warnings'] = []
  try {
    const tree = parse(text, {
      filename: '<conformance>',
      mode,
      warn: (...warning) => warnings.push(warning),
      allowIncompleteInput: (flags & ALLOW_INCOMPLETE_INPUT) !== 0,
      dontImplyDedent: (flags & DONT_IMPLY_DEDENT) !== 0,
    })
    facts.unparse = unparse(tree)
  } catch (e) {
    if (!(e instanceof PySyntaxError)) throw e
    facts.error = [e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset, e.text]
    facts.display = shortHash(formatSyntaxError(e))
  }
  if (warnings.length > 0) facts.warnings = warnings
  return facts
}

function tokenHash(text: string): string {
  const lines: string[] = []
  try {
    for (const token of tokenizeBytes(new TextEncoder().encode(text), null)) {
      lines.push(formatToken(token, true) + reprString(token.line))
    }
  } catch (e) {
    if (e instanceof TokenizeError) lines.push(`${e.type} ${reprString(e.msg)} (${e.lineno}, ${e.offset})`)
    else if (e instanceof PySyntaxError) lines.push(`SyntaxError ${e.msg}`)
    else throw e
  }
  return shortHash(lines.join('\n'))
}

function shortHash(text: string): string {
  return createHash('md5').update(text).digest('hex').slice(0, 10)
}

async function record(): Promise<void> {
  const oracle = FrontendOracle.start()
  if (!oracle) {
    process.exitCode = 2
    return
  }
  const lines: string[] = []
  const seen = new Set<string>()
  for (const [mode, flags, text] of readSnippets()) {
    const key = JSON.stringify([mode, flags, text])
    if (seen.has(key)) continue
    seen.add(key)
    type Answer = {
      error: ErrorTuple | null
      display: string | null
      warnings: []
      unparse: string | null
      tokens: string
    }
    const answer = await oracle.ask<Answer>({ snippet: text, mode, flags })
    const facts: SnippetFacts = { tokens: answer.tokens }
    if (answer.error !== null) facts.error = answer.error
    if (answer.display !== null) facts.display = shortHash(answer.display)
    if (answer.unparse !== null) facts.unparse = answer.unparse
    if (answer.warnings.length > 0) facts.warnings = answer.warnings
    lines.push(JSON.stringify([mode, flags, text, facts]))
  }
  oracle.close()
  writeFileSync(SNIPPETS, `${lines.join('\n')}\n`)
  console.log(`recorded ${lines.length} snippets`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await record()
