/**
 * The two byte tables of a code object: `co_linetable` (source ranges) and `co_exceptiontable`, encoded and decoded.
 *
 * Formats are CPython's (Objects/locations.md, Objects/exception_handling_notes.txt). Lengths and offsets in both are
 * counted in code units of two bytes.
 */
import type { ExceptionEntry, Position } from './code'

/** A growing byte buffer with the variable-length integers of both tables. */
class ByteWriter {
  private bytes = new Uint8Array(64)
  private length = 0

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const bytes = new Uint8Array(this.length * 2)
      bytes.set(this.bytes)
      this.bytes = bytes
    }
    this.bytes[this.length++] = byte
  }

  /** Six bits a byte, lowest first, bit 6 for more. */
  varint(value: number): void {
    while (value >= 64) {
      this.push(64 | (value & 63))
      value >>>= 6
    }
    this.push(value)
  }

  /** The sign in bit 0. */
  signedVarint(value: number): void {
    this.varint(value < 0 ? (-value << 1) | 1 : value << 1)
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

// Location table

const enum LocationKind {
  ONE_LINE0 = 10,
  NO_COLUMNS = 13,
  LONG = 14,
  NONE = 15,
}

/** One entry covers at most this many code units. */
const MAX_ENTRY_UNITS = 8

/**
 * Encodes `co_linetable`. `positions` has four numbers an instruction (line, end line, column, end column, -1 for none),
 * `sizes` its code units with EXTENDED_ARGs and caches.
 */
export function encodeLocations(positions: Int32Array, sizes: ArrayLike<number>, firstlineno: number): Uint8Array {
  const out = new ByteWriter()
  let line = firstlineno
  const count = sizes.length
  let i = 0
  while (i < count) {
    const p = i * 4
    const lineno = positions[p]
    const endLineno = positions[p + 1]
    const col = positions[p + 2]
    const endCol = positions[p + 3]
    let units = sizes[i++]
    while (
      i < count &&
      positions[i * 4] === lineno &&
      positions[i * 4 + 1] === endLineno &&
      positions[i * 4 + 2] === col &&
      positions[i * 4 + 3] === endCol
    ) {
      units += sizes[i++]
    }
    while (units > 0) {
      const length = Math.min(units, MAX_ENTRY_UNITS)
      writeLocation(out, length, lineno, endLineno, col, endCol, line)
      if (lineno >= 0) line = lineno
      units -= length
    }
  }
  return out.finish()
}

function writeLocation(
  out: ByteWriter,
  units: number,
  lineno: number,
  endLineno: number,
  col: number,
  endCol: number,
  previousLine: number,
): void {
  const head = (kind: number) => out.push(0x80 | (kind << 3) | (units - 1))
  if (lineno < 0) {
    head(LocationKind.NONE)
    return
  }
  const delta = lineno - previousLine
  if (col < 0 || endCol < 0) {
    if (endLineno === lineno || endLineno === -1) {
      head(LocationKind.NO_COLUMNS)
      out.signedVarint(delta)
      return
    }
  } else if (endLineno === lineno) {
    if (delta === 0 && col < 80 && endCol - col < 16 && endCol >= col) {
      head(col >> 3)
      out.push(((col & 7) << 4) | (endCol - col))
      return
    }
    if (delta >= 0 && delta < 3 && col < 128 && endCol < 128) {
      head(LocationKind.ONE_LINE0 + delta)
      out.push(col)
      out.push(endCol)
      return
    }
  }
  head(LocationKind.LONG)
  out.signedVarint(delta)
  out.varint(endLineno - lineno)
  out.varint(col + 1)
  out.varint(endCol + 1)
}

/** Decodes `co_linetable` into one `Position` a code unit (CPython's `co_positions()`). */
export function decodeLocations(table: Uint8Array, firstlineno: number): Position[] {
  const positions: Position[] = []
  let at = 0
  let line = firstlineno
  const varint = (): number => {
    let value = 0
    let shift = 0
    let byte: number
    do {
      byte = table[at++]
      value |= (byte & 63) << shift
      shift += 6
    } while (byte & 64)
    return value
  }
  const signed = (): number => {
    const v = varint()
    return v & 1 ? -(v >> 1) : v >> 1
  }
  while (at < table.length) {
    const first = table[at++]
    const kind = (first >> 3) & 15
    const units = (first & 7) + 1
    let position: Position
    switch (kind) {
      case LocationKind.NONE:
        position = { line: -1, endLine: -1, col: -1, endCol: -1 }
        break
      case LocationKind.LONG: {
        line += signed()
        const endLine = line + varint()
        const col = varint() - 1
        position = { line, endLine, col, endCol: varint() - 1 }
        break
      }
      case LocationKind.NO_COLUMNS:
        line += signed()
        position = { line, endLine: line, col: -1, endCol: -1 }
        break
      case LocationKind.ONE_LINE0:
      case LocationKind.ONE_LINE0 + 1:
      case LocationKind.ONE_LINE0 + 2: {
        line += kind - LocationKind.ONE_LINE0
        const col = table[at++]
        position = { line, endLine: line, col, endCol: table[at++] }
        break
      }
      default: {
        const second = table[at++]
        const col = (kind << 3) | (second >> 4)
        position = { line, endLine: line, col, endCol: col + (second & 15) }
      }
    }
    for (let i = 0; i < units; i++) positions.push(position)
  }
  return positions
}

// Exception table

/** A number of the exception table: six bits a byte, highest first; `mark` is set in the first byte of an entry. */
function writeItem(out: ByteWriter, value: number, mark: number): void {
  for (let shift = 24; shift > 0; shift -= 6) {
    if (value < 1 << shift) continue
    out.push(64 | ((value >> shift) & 63) | mark)
    mark = 0
  }
  out.push((value & 63) | mark)
}

/** Encodes `co_exceptiontable`; `unitAt(i)` is the code unit at which instruction i begins. */
export function encodeExceptions(entries: readonly ExceptionEntry[], unitAt: (index: number) => number): Uint8Array {
  const out = new ByteWriter()
  for (const { start, end, target, depth, lasti } of entries) {
    const from = unitAt(start)
    writeItem(out, from, 128)
    writeItem(out, unitAt(end) - from, 0)
    writeItem(out, unitAt(target), 0)
    writeItem(out, (depth << 1) | (lasti ? 1 : 0), 0)
  }
  return out.finish()
}

/** Decodes `co_exceptiontable`; places are byte offsets. */
export function decodeExceptions(table: Uint8Array): ExceptionEntry[] {
  const entries: ExceptionEntry[] = []
  let at = 0
  const item = (): number => {
    let byte = table[at++]
    let value = byte & 63
    while (byte & 64) {
      byte = table[at++]
      value = (value << 6) | (byte & 63)
    }
    return value
  }
  while (at < table.length) {
    const start = item() * 2
    const end = start + item() * 2
    const target = item() * 2
    const tail = item()
    entries.push({ start, end, target, depth: tail >> 1, lasti: (tail & 1) === 1 })
  }
  return entries
}
