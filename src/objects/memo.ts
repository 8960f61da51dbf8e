/**
 * Callables that keep results by their arguments (`functools.lru_cache`), as far as the machine knows them: it calls the function behind one by entering
 * a frame, so that a recursive cached function needs no host stack.
 */
import { PyObject, type Value } from '../values/value'
import type { Context } from './context'

export abstract class PyMemoized extends PyObject {
  abstract readonly func: Value
  /** The key the arguments of a call have in the cache. */
  abstract keyOf(args: Value[], kwnames: readonly string[] | null): Value
  /** The kept result, NULL on a miss. */
  abstract lookup(cx: Context, key: Value): Value | undefined
  abstract store(cx: Context, key: Value, result: Value): void
}
