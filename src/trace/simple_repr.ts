/**
 * Classes whose `__repr__` only puts attributes of `self` into a text.
 *
 * A repr of the program's own costs a call, and a list of instances costs one each. Most are of one kind: `return f"Point({self.x}, {self.y!r})"`. Such a repr can say
 * something else only when one of those attributes is another value or shows another text, so the recorder compares the attributes instead of calling. What counts as such is
 * read off the byte code: nothing but loads of `self` and constants, plain attribute loads, formatting, and string building.
 */
import type { CodeObject } from '../compile/code'
import { Op } from '../compile/op.gen'
import { PyFunction } from '../objects/function'
import { lookupInType, objectType, type PyType } from '../objects/type'

const TEXT_ONLY = new Set<number>([
  Op.RESUME,
  Op.LOAD_CONST,
  Op.FORMAT_SIMPLE,
  Op.FORMAT_WITH_SPEC,
  Op.CONVERT_VALUE,
  Op.BUILD_STRING,
  Op.BUILD_TUPLE,
  Op.RETURN_VALUE,
  Op.RETURN_CONST,
  Op.NOP,
])

/** Operand of BINARY_OP for `+` and `%`. */
const ADD = 0
const REMAINDER = 6

/** Names of the attributes a code object reads, each by `self.name`; null when it does anything more. */
function attributesOf(code: CodeObject): string[] | null {
  const names: string[] = []
  const { ops } = code
  for (let p = 0; p < ops.length; p += 2) {
    const op = ops[p]!
    const arg = ops[p + 1]!
    if (op === Op.LOAD_FAST && arg === 0) {
      const next = ops[p + 2]
      if (next !== Op.LOAD_ATTR || ops[p + 3]! & 1) return null
    } else if (op === Op.LOAD_ATTR) {
      if (ops[p - 2] !== Op.LOAD_FAST) return null
      const name = code.names[arg >> 1]!
      if (!names.includes(name)) names.push(name)
    } else if (op === Op.BINARY_OP) {
      if (arg !== ADD && arg !== REMAINDER) return null
    } else if (!TEXT_ONLY.has(op)) return null
  }
  return names
}

/** Whether `str` and `format` of a class's instances say what `repr` does. */
export function strIsRepr(type: PyType): boolean {
  return (
    type.tp_str === objectType.tp_str && lookupInType(type, '__format__') === lookupInType(objectType, '__format__')
  )
}

const known = new WeakMap<PyType, { version: number; names: string[] | null }>()

/** The attributes that decide the repr of a class's instances, or null where more than that may. They lie in the instance `__dict__`. */
export function reprAttributes(type: PyType): readonly string[] | null {
  const cached = known.get(type)
  if (cached !== undefined && cached.version === type.version && type.version !== 0) return cached.names
  const fn = lookupInType(type, '__repr__')
  let names = fn instanceof PyFunction && fn.code.argcount === 1 ? attributesOf(fn.code) : null
  if (names?.some((name) => lookupInType(type, name) !== undefined)) names = null
  if (lookupInType(type, '__getattribute__')?.constructor === PyFunction) names = null
  known.set(type, { version: type.version, names })
  return names
}
