/**
 * Algorithms on bytes that bytes and bytearray share (CPython's Objects/stringlib and bytes_methods.c). Data functions: no Context, no
 * errors; results are fresh unless said otherwise.
 */

export function findBytes(data: Uint8Array, sub: Uint8Array, start: number, end: number): number {
  const m = sub.length
  if (end - start < m) return -1
  if (m === 0) return start
  const last = end - m
  const first = sub[0]
  for (let i = data.indexOf(first, start); i >= 0 && i <= last; i = data.indexOf(first, i + 1)) {
    let k = 1
    while (k < m && data[i + k] === sub[k]) k++
    if (k === m) return i
  }
  return -1
}

export function rfindBytes(data: Uint8Array, sub: Uint8Array, start: number, end: number): number {
  const m = sub.length
  for (let i = end - m; i >= start; i--) {
    let k = 0
    while (k < m && data[i + k] === sub[k]) k++
    if (k === m) return i
  }
  return -1
}

export function countBytes(data: Uint8Array, sub: Uint8Array, start: number, end: number): number {
  if (end < start) return 0
  if (sub.length === 0) return end - start + 1
  let n = 0
  for (let i = findBytes(data, sub, start, end); i >= 0; i = findBytes(data, sub, i + sub.length, end)) n++
  return n
}

export function startsWithBytes(data: Uint8Array, part: Uint8Array, start: number, end: number): boolean {
  if (end - start < part.length) return false
  for (let i = 0; i < part.length; i++) if (data[start + i] !== part[i]) return false
  return true
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Negative, zero or positive by value, then length. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let n = 0
  for (const p of parts) n += p.length
  const out = new Uint8Array(n)
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export function repeatBytes(data: Uint8Array, n: number): Uint8Array {
  const out = new Uint8Array(data.length * n)
  if (data.length === 1) return out.fill(data[0])
  for (let i = 0; i < n; i++) out.set(data, i * data.length)
  return out
}

export function replaceBytes(data: Uint8Array, old: Uint8Array, by: Uint8Array, limit: number): Uint8Array {
  if (limit < 0) limit = Number.MAX_SAFE_INTEGER
  const parts: Uint8Array[] = []
  if (old.length === 0) {
    let i = 0
    for (; i <= data.length && limit > 0; i++, limit--) {
      parts.push(by)
      if (i < data.length) parts.push(data.subarray(i, i + 1))
    }
    if (i < data.length) parts.push(data.subarray(i))
    return concatBytes(parts)
  }
  let from = 0
  while (limit-- > 0) {
    const at = findBytes(data, old, from, data.length)
    if (at < 0) break
    parts.push(data.subarray(from, at), by)
    from = at + old.length
  }
  parts.push(data.subarray(from))
  return concatBytes(parts)
}

export function isBlankByte(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13)
}

export function splitBytes(data: Uint8Array, sep: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  let from = 0
  while (limit-- !== 0) {
    const at = findBytes(data, sep, from, data.length)
    if (at < 0) break
    out.push(data.slice(from, at))
    from = at + sep.length
  }
  out.push(data.slice(from))
  return out
}

export function rsplitBytes(data: Uint8Array, sep: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  let end = data.length
  while (limit-- !== 0) {
    const at = rfindBytes(data, sep, 0, end)
    if (at < 0) break
    out.push(data.slice(at + sep.length, end))
    end = at
  }
  out.push(data.slice(0, end))
  return out.reverse()
}

export function splitBlankBytes(data: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  const n = data.length
  let i = 0
  while (true) {
    while (i < n && isBlankByte(data[i])) i++
    if (i === n) return out
    if (limit-- === 0) {
      out.push(data.slice(i))
      return out
    }
    const start = i
    while (i < n && !isBlankByte(data[i])) i++
    out.push(data.slice(start, i))
  }
}

export function rsplitBlankBytes(data: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  let i = data.length
  while (true) {
    while (i > 0 && isBlankByte(data[i - 1])) i--
    if (i === 0) return out.reverse()
    if (limit-- === 0) {
      out.push(data.slice(0, i))
      return out.reverse()
    }
    const end = i
    while (i > 0 && !isBlankByte(data[i - 1])) i--
    out.push(data.slice(i, end))
  }
}

export function splitLinesBytes(data: Uint8Array, keepEnds: boolean): Uint8Array[] {
  const out: Uint8Array[] = []
  let start = 0
  let i = 0
  while (i < data.length) {
    const c = data[i++]
    if (c !== 10 && c !== 13) continue
    const end = i - 1
    if (c === 13 && data[i] === 10) i++
    out.push(data.slice(start, keepEnds ? i : end))
    start = i
  }
  if (start < data.length) out.push(data.slice(start))
  return out
}

export function stripBytes(data: Uint8Array, set: Uint8Array | null, left: boolean, right: boolean): Uint8Array {
  const inSet = set === null ? isBlankByte : (c: number) => set.includes(c)
  let start = 0
  let end = data.length
  if (left) while (start < end && inSet(data[start])) start++
  if (right) while (end > start && inSet(data[end - 1])) end--
  return data.slice(start, end)
}

export const isUpperByte = (c: number): boolean => c >= 65 && c <= 90
export const isLowerByte = (c: number): boolean => c >= 97 && c <= 122
export const isAlphaByte = (c: number): boolean => isUpperByte(c & ~32) && c < 128
export const isDigitByte = (c: number): boolean => c >= 48 && c <= 57

/** Bytes changed one by one. */
export function mapBytes(data: Uint8Array, f: (c: number) => number): Uint8Array {
  const out = new Uint8Array(data.length)
  for (let i = 0; i < out.length; i++) out[i] = f(data[i])
  return out
}

export const lowerByte = (c: number): number => (isUpperByte(c) ? c + 32 : c)
export const upperByte = (c: number): number => (isLowerByte(c) ? c - 32 : c)

export function titleBytes(data: Uint8Array): Uint8Array {
  let inWord = false
  return mapBytes(data, (c) => {
    const r = inWord ? lowerByte(c) : upperByte(c)
    inWord = isAlphaByte(c)
    return r
  })
}

export function isTitleBytes(data: Uint8Array): boolean {
  let found = false
  let inWord = false
  for (const c of data) {
    if (isUpperByte(c)) {
      if (inWord) return false
      inWord = found = true
    } else if (isLowerByte(c)) {
      if (!inWord) return false
      found = true
    } else inWord = false
  }
  return found
}

export function expandTabsBytes(data: Uint8Array, size: number): Uint8Array {
  const out: number[] = []
  let column = 0
  for (const c of data) {
    if (c === 9) {
      if (size > 0) {
        const n = size - (column % size)
        column += n
        for (let k = 0; k < n; k++) out.push(32)
      }
      continue
    }
    out.push(c)
    column = c === 10 || c === 13 ? 0 : column + 1
  }
  return Uint8Array.from(out)
}
