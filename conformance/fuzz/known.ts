/**
 * Differences that are known: lists/fuzz_known.txt has a regular expression for the signature, or `source:` and one for the program, two blanks and `# ` with the reason.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Difference } from './compare'

const LIST = fileURLToPath(new URL('../lists/fuzz_known.txt', import.meta.url))

/** A function that gives the reason of a known difference. */
export function knownDifferences(): (found: Difference, source: string) => string | undefined {
  const rows: { pattern: RegExp; source: boolean; reason: string }[] = []
  if (existsSync(LIST)) {
    for (const line of readFileSync(LIST, 'utf8').split('\n')) {
      const m = /^(source:)?(.+?) {2}# (.+)$/.exec(line)
      if (m !== null && !line.startsWith('#'))
        rows.push({ pattern: new RegExp(m[2]!), source: m[1] !== undefined, reason: m[3]! })
    }
  }
  return (found, source) =>
    rows.find((row) => row.pattern.test(row.source ? source : `${found.signature}\n${found.theirs}\n${found.ours}`))
      ?.reason
}
