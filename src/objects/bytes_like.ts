/**
 * The buffer protocol: whatever shows its memory as bytes (CPython's Py_buffer and PyBUF_SIMPLE).
 *
 * bytes and bytearray are known here; any other exporter (memoryview, array.array) implements `BufferExporter`. Where a function
 * takes "a bytes-like object" it asks `bytesLike` for a plain view that it reads at once and does not keep.
 */
import { PyBytes, PyObject, type Value } from '../values/value'

/** Memory as a memoryview sees it. */
export interface BufferInfo {
  /** The bytes; writing shows in the exporter. */
  data: Uint8Array
  readonly: boolean
  /** struct code of an item. */
  format: string
  itemsize: number
}

/** An object whose memory can be viewed. While `exports` is not zero its memory must stay where it is. */
export interface BufferExporter extends PyObject {
  exports: number
  bufferInfo(): BufferInfo
}

/** bytearray: `buffer` holds `length` bytes and room to grow. */
export class PyByteArray extends PyObject implements BufferExporter {
  exports = 0
  constructor(
    public buffer: Uint8Array,
    public length: number = buffer.length,
  ) {
    super()
  }

  /** The bytes as they are now; not to be kept. */
  get data(): Uint8Array {
    return this.length === this.buffer.length ? this.buffer : this.buffer.subarray(0, this.length)
  }

  bufferInfo(): BufferInfo {
    return { data: this.data, readonly: false, format: 'B', itemsize: 1 }
  }
}

export function isExporter(v: Value): v is PyObject & BufferExporter {
  return v instanceof PyObject && typeof (v as Partial<BufferExporter>).bufferInfo === 'function'
}

/** The bytes of bytes or bytearray (and their subclasses); NULL for anything else. */
export function bytesOf(v: Value): Uint8Array | undefined {
  if (v instanceof PyBytes) return v.data
  return v instanceof PyByteArray ? v.data : undefined
}

/** The bytes of any bytes-like object; NULL for anything else. */
export function bytesLike(v: Value): Uint8Array | undefined {
  if (v instanceof PyBytes) return v.data
  if (v instanceof PyByteArray) return v.data
  return isExporter(v) ? v.bufferInfo().data : undefined
}
