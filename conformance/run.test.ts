/**
 * The conformance cases: one test a golden. A golden is what CPython 3.13 said (record.py wrote it); a file's presence asks for the comparison. Cases in lists/failed.txt
 * (`area/topic:aspect  # reason`) must fail.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ASPECTS, goldens, knownFailures } from './cases'

const known = knownFailures()
const all = goldens()
for (const area of new Set(all.map((g) => g.area))) {
  describe(area, () => {
    for (const { id, aspect, path, file, golden } of all.filter((g) => g.area === area)) {
      const test = (): void => expect(ASPECTS[aspect]!(path, file)).toBe(readFileSync(golden, 'utf8'))
      if (known.has(id)) it.fails(`${id} (listed: ${known.get(id)})`, test)
      else it(id, test)
    }
  })
}
