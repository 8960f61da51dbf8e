/**
 * Names of characters (CPython's Modules/unicodedata.c): CJK ideographs and Hangul syllables by rule, all others from a coded table that
 * is decoded when the first name is asked for. The table belongs to the library (`src/library/`): without it the others have no names.
 */

const L = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ')
const V = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ')
const T = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')

/** What `unicode_names.gen.ts` holds. */
export interface NameTables {
  DIGITS: string
  SHORT: number
  WORDS: string
  NAMES: string
  NAMED: string
  IDEOGRAPHS: string
  ALIASES: string
}

let load: (() => NameTables) | undefined
let loaded: NameTables | undefined
let names: Map<number, string> | undefined
let codePoints: Map<string, number> | undefined

/** Says where the table comes from: asked once, when the first name is. */
export function provideNames(given: () => NameTables): void {
  load = given
}

const tables = (): NameTables | undefined => (loaded ??= load?.())

function decode(): Map<number, string> {
  const gen = tables()
  if (gen === undefined) return new Map()
  const words = gen.WORDS.split(' ')
  const base = gen.DIGITS.length
  const digit = new Int32Array(128)
  for (let i = 0; i < base; i++) digit[gen.DIGITS.charCodeAt(i)] = i
  const out = new Map<number, string>()
  const texts = gen.NAMES.split(',')
  let index = 0
  let cp = 0
  let previous: string[] = []
  const two = (base - gen.SHORT - 4) * base
  for (const run of gen.NAMED.split(' ')) {
    const [gap, length] = run.split(':').map((t) => Number.parseInt(t, 16))
    cp += gap
    for (let k = 0; k < length; k++, cp++) {
      const text = texts[index++]
      const parts = previous.slice(0, text.charCodeAt(0) - 48)
      for (let i = 1; i < text.length; ) {
        let n = digit[text.charCodeAt(i++)]
        if (n >= base - 4) {
          const high = n - (base - 4)
          n = gen.SHORT + two + (high * base + digit[text.charCodeAt(i)]) * base + digit[text.charCodeAt(i + 1)]
          i += 2
        } else if (n >= gen.SHORT) n = gen.SHORT + (n - gen.SHORT) * base + digit[text.charCodeAt(i++)]
        parts.push(words[n])
      }
      const name = parts.join(' ')
      out.set(cp, name.endsWith('@') ? name.slice(0, -1) + cp.toString(16).toUpperCase().padStart(4, '0') : name)
      previous = parts
    }
  }
  return (names = out)
}

function isIdeograph(cp: number): boolean {
  const gen = tables()
  if (gen === undefined) return false
  for (const run of gen.IDEOGRAPHS.split(' ')) {
    const [start, stop] = run.split(':').map((t) => Number.parseInt(t, 16))
    if (cp >= start && cp < stop) return true
  }
  return false
}

/** The name of a character, or undefined. */
export function nameOfCharacter(cp: number): string | undefined {
  if (cp >= 0xac00 && cp <= 0xd7a3) {
    const s = cp - 0xac00
    return `HANGUL SYLLABLE ${L[Math.floor(s / 588)]}${V[Math.floor((s % 588) / 28)]}${T[s % 28]}`
  }
  const name = (names ?? decode()).get(cp)
  if (name !== undefined) return name
  return cp >= 0x3400 && isIdeograph(cp) ? `CJK UNIFIED IDEOGRAPH-${cp.toString(16).toUpperCase()}` : undefined
}

/** The code point of a name or alias in any case (names by rule only as they are), or undefined. */
export function characterByName(name: string): number | undefined {
  const key = name.toUpperCase()
  const gen = tables()
  if (codePoints === undefined && gen !== undefined) {
    codePoints = new Map()
    for (const [cp, text] of names ?? decode()) codePoints.set(text, cp)
    // Formal aliases (Unicode's NameAliases): what has no name of its own, corrections and usual abbreviations.
    for (const entry of gen.ALIASES.split(';')) {
      const colon = entry.indexOf(':')
      const cp = Number.parseInt(entry.slice(0, colon), 16)
      for (const alias of entry.slice(colon + 1).split(',')) codePoints.set(alias, cp)
    }
  }
  const cp = codePoints?.get(key)
  if (cp !== undefined) return cp
  const ideograph = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(name)
  if (ideograph) {
    const n = Number.parseInt(ideograph[1], 16)
    return isIdeograph(n) ? n : undefined
  }
  const syllable = /^HANGUL SYLLABLE ([BCDGHJKMNPRST]{0,2})([AEIOUWY]{1,3})([BCDGHJKLMNPST]{0,2})$/.exec(name)
  if (!syllable) return undefined
  const [l, v, t] = [L.indexOf(syllable[1]), V.indexOf(syllable[2]), T.indexOf(syllable[3])]
  return l < 0 || v < 0 || t < 0 ? undefined : 0xac00 + (l * 21 + v) * 28 + t
}
