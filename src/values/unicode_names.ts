/**
 * Names of characters (CPython's Modules/unicodedata.c): CJK ideographs and Hangul syllables by rule, all others from a coded table that
 * is decoded when the first name is asked for.
 */
import * as gen from './unicode_names.gen'

const L = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ')
const V = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ')
const T = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')

let names: Map<number, string> | undefined
let codePoints: Map<string, number> | undefined

function decode(): Map<number, string> {
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
      out.set(cp, parts.join(' '))
      previous = parts
    }
  }
  return (names = out)
}

function isIdeograph(cp: number): boolean {
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

/** Formal aliases (Unicode's NameAliases): what has no name of its own, corrections and usual abbreviations. */
const ALIASES =
  '0:NULL,NUL 1:START OF HEADING,SOH 2:START OF TEXT,STX 3:END OF TEXT,ETX 4:END OF TRANSMISSION,EOT 5:ENQUIRY,ENQ 6:ACKNOWLEDGE,ACK 7:ALERT,BEL 8:BACKSPACE,BS 9:CHARACTER TABULATION,HORIZONTAL TABULATION,HT,TAB a:LINE FEED,NEW LINE,END OF LINE,LF,NL,EOL b:LINE TABULATION,VERTICAL TABULATION,VT c:FORM FEED,FF d:CARRIAGE RETURN,CR e:SHIFT OUT,LOCKING-SHIFT ONE,SO f:SHIFT IN,LOCKING-SHIFT ZERO,SI 10:DATA LINK ESCAPE,DLE 11:DEVICE CONTROL ONE,DC1 12:DEVICE CONTROL TWO,DC2 13:DEVICE CONTROL THREE,DC3 14:DEVICE CONTROL FOUR,DC4 15:NEGATIVE ACKNOWLEDGE,NAK 16:SYNCHRONOUS IDLE,SYN 17:END OF TRANSMISSION BLOCK,ETB 18:CANCEL,CAN 19:END OF MEDIUM,EOM,EM 1a:SUBSTITUTE,SUB 1b:ESCAPE,ESC 1c:INFORMATION SEPARATOR FOUR,FILE SEPARATOR,FS 1d:INFORMATION SEPARATOR THREE,GROUP SEPARATOR,GS 1e:INFORMATION SEPARATOR TWO,RECORD SEPARATOR,RS 1f:INFORMATION SEPARATOR ONE,UNIT SEPARATOR,US 20:SP 7f:DELETE,DEL 85:NEXT LINE,NEL a0:NBSP ad:SHY 34f:CGJ 61c:ALM 200b:ZWSP 200c:ZWNJ 200d:ZWJ 200e:LRM 200f:RLM 202a:LRE 202b:RLE 202c:PDF 202d:LRO 202e:RLO 202f:NNBSP 205f:MMSP 2060:WJ 2066:LRI 2067:RLI 2068:FSI 2069:PDI 2118:WEIERSTRASS ELLIPTIC FUNCTION feff:BYTE ORDER MARK,BOM,ZWNBSP'

/** The code point of a name in any case, or undefined. */
export function characterByName(name: string): number | undefined {
  const key = name.toUpperCase()
  if (codePoints === undefined) {
    codePoints = new Map()
    for (const [cp, text] of names ?? decode()) codePoints.set(text, cp)
    for (const entry of ALIASES.match(/[0-9a-f]+:[^a-z:]+?(?= [0-9a-f]+:|$)/g)!) {
      const colon = entry.indexOf(':')
      const cp = Number.parseInt(entry.slice(0, colon), 16)
      for (const alias of entry.slice(colon + 1).split(',')) if (!codePoints.has(alias)) codePoints.set(alias, cp)
    }
  }
  const cp = codePoints.get(key)
  if (cp !== undefined) return cp
  const ideograph = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(key)
  if (ideograph) {
    const n = Number.parseInt(ideograph[1], 16)
    return isIdeograph(n) ? n : undefined
  }
  const syllable = /^HANGUL SYLLABLE ([BCDGHJKMNPRST]{0,2})([AEIOUWY]{1,3})([BCDGHJKLMNPST]{0,2})$/.exec(key)
  if (!syllable) return undefined
  const [l, v, t] = [L.indexOf(syllable[1]), V.indexOf(syllable[2]), T.indexOf(syllable[3])]
  return l < 0 || v < 0 || t < 0 ? undefined : 0xac00 + (l * 21 + v) * 28 + t
}
