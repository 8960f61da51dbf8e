/**
 * Characters that take two columns on a terminal: those of East Asian width W and F in Unicode 15.1.
 */

/** Ranges: distance from the end of the previous one, and length less one where it is not 0, in hexadecimal. */
const RANGES =
  '1100,5f 11bb,1 e,1 bf,3 4 3 20a,1 16,1 33,b 2c 14 e 9,1 12,1 6,1 9 6 16 8,1 2 5 3 8 5,1 1d 24 2 5,2 2 3e,2 19 ' +
  'f 35c,1 34 5 32b,19 2,58 d,d5 1b,4e 3,55 3,66 6,2a 2,5d 2,53 c,2f 2,27 9,1b6f 41,568c 4,36 49a,1c 284,2ba3 ' +
  '215d,1ff 311,9 17,22 2,12 2,3 96,5f 80,6 6ffa,4 c,1 f,17f7 9,4d5 2b,8 22e8,3 2,6 2,1 2,122 10 1e,2 3 f,3 9,18b ' +
  '3d09 cb bf 3,9 66,2 e,2b 5,8 8,1 f,5 9b,20 d,8 2,45 2,15 d,2a 5,4 d,10 4 4,46 2 2,ba 3,3e e,3 2,17 13 1b,1 e ' +
  '57,54 31,45 7 4,2 3,2 5,3 c,1 8,8 e4,b 5 11c,2e 2,9 2,b8 71,c 4,8 8,2d 2,6 9,d 5,8 8,8 508,fffd 3,fffd'

let bounds: number[] | undefined

/** Whether a code point is two columns wide. */
export function isWide(cp: number): boolean {
  if (cp < 0x1100) return false
  if (bounds === undefined) {
    bounds = []
    let at = 0
    for (const r of RANGES.split(' ')) {
      const [skip, more] = r.split(',')
      at += Number.parseInt(skip, 16)
      bounds.push(at)
      at += more === undefined ? 0 : Number.parseInt(more, 16)
      bounds.push(at + 1)
    }
  }
  let lo = 0
  let hi = bounds.length
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (bounds[mid] <= cp) lo = mid + 1
    else hi = mid
  }
  return lo % 2 === 1
}
