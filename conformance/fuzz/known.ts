/**
 * Differences that are known: a line of lists/fuzz_known.txt has a regular expression for the signature with both sides, or for the program after `source:`, or both (joined by
 * ` && source:`), then two blanks and `# ` with the reason.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Difference } from './compare'

const LIST = fileURLToPath(new URL('../lists/fuzz_known.txt', import.meta.url))

/** A function that gives the reason of a known difference. */
export function knownDifferences(): (found: Difference, source: string) => string | undefined {
  const rows: { signature: RegExp | undefined; source: RegExp | undefined; reason: string }[] = []
  if (existsSync(LIST)) {
    for (const line of readFileSync(LIST, 'utf8').split('\n')) {
      const m = /^((?!#|source:).+?)?(?:(?: && )?source:(.+?))? {2}# (.+)$/.exec(line)
      if (m === null) continue
      const pattern = (text: string | undefined) => (text === undefined ? undefined : new RegExp(text))
      rows.push({ signature: pattern(m[1]), source: pattern(m[2]), reason: m[3]! })
    }
  }
  return (found, source) => {
    const text = `${found.signature}\n${found.theirs}\n${found.ours}`
    return rows.find((row) => row.signature?.test(text) !== false && row.source?.test(source) !== false)?.reason
  }
}
