/**
 * The `functools` module: partial, reduce, cmp_to_key, lru_cache and wraps (CPython's Modules/_functoolsmodule.c); the rest is Python text in
 * `py/_functools_py.py`.
 */
import { isInt, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { concatAll, fromText } from '../values/wide'
import {
  asIndex,
  getAttr,
  getAttrOrNull,
  getIter,
  isCallable,
  isTrue,
  repr,
  richCompare,
  setAttr,
} from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineFunction, defineModule, defineType } from '../objects/define'
import { mergeDict } from '../objects/dict'
import { excTypes } from '../objects/exceptions'
import { classGetItem } from '../objects/generic_alias'
import { PyMemoized } from '../objects/memo'
import { PyMethod } from '../objects/method'
import { adopt, typeFullName, PyInstance } from '../objects/object'
import { isRaiseOf, typeError } from '../objects/raise'
import { guardedRepr } from '../objects/repr_guard'
import { checkArity, noKeywords } from '../objects/signature'
import { objectType, type PyType, typeOf } from '../objects/type'
import { instanceDict, setInstanceDict } from '../objects/type_new'
import { addLazyNames } from './lazy_names'
import { warn } from '../objects/warn'

// --- partial ------------------------------------------------------------------------------------------------------------

export class PyPartial extends PyObject {
  constructor(
    public func: Value,
    public args: PyTuple,
    public keywords: PyDict,
  ) {
    super()
  }
}

function createPartial(_cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  const nkw = kwnames === null ? 0 : kwnames.length
  const npos = args.length - nkw
  if (npos < 1) throw typeError("type 'partial' takes at least one argument")
  let func = args[0]
  if (!isCallable(func)) throw typeError('the first argument must be callable')
  let bound = args.slice(1, npos)
  let keywords = new PyDict()
  // A partial of a plain partial is flattened.
  if (func instanceof PyPartial && func.type === partialType && func.dict === undefined && cls === partialType) {
    bound = [...func.args.items, ...bound]
    keywords = func.keywords.copy()
    func = func.func
  }
  for (let i = 0; i < nkw; i++) keywords.setStr((kwnames as readonly string[])[i], args[npos + i])
  const p = new PyPartial(func, new PyTuple(bound), keywords)
  return cls === partialType ? p : adopt(p, cls)
}

function callPartial(cx: Context, self: PyPartial, args: Value[], kwnames: readonly string[] | null): Value {
  const { keywords } = self
  if (keywords.used === 0) return cx.call(self.func, [...self.args.items, ...args], kwnames)
  const nkw = kwnames === null ? 0 : kwnames.length
  const merged = keywords.copy()
  for (let i = 0; i < nkw; i++) merged.setStr((kwnames as readonly string[])[i], args[args.length - nkw + i])
  const names: string[] = []
  const values: Value[] = []
  for (const [k, v] of merged.entries()) {
    names.push(k as string)
    values.push(v)
  }
  return cx.call(self.func, [...self.args.items, ...args.slice(0, args.length - nkw), ...values], names)
}

const WILL_BIND =
  'functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you want to preserve the old behavior'

export const partialType: PyType = defineType('partial', PyPartial, {
  module: 'functools',
  doc: 'A callable that calls func with args and keywords, to which the arguments of the call are added.',
  signature: '(func, /, *args, **keywords)',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: createPartial,
    tp_call: callPartial,
    tp_descr_get: (cx, self: PyPartial, obj) => {
      if (obj !== undefined && obj !== null) warn(cx, excTypes.FutureWarning, WILL_BIND)
      return self
    },
    tp_repr: (cx, self: PyPartial) =>
      guardedRepr(cx, self, '...', () => {
        const parts: Str[] = [fromText(typeFullName(cx, typeOf(self))), '(', repr(cx, self.func)]
        for (const a of self.args.items) parts.push(', ', repr(cx, a))
        for (const [k, v] of self.keywords.entries()) parts.push(', ', k as Str, '=', repr(cx, v))
        parts.push(')')
        return concatAll(parts)
      }),
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyPartial) =>
        new PyTuple([
          typeOf(self),
          new PyTuple([self.func]),
          new PyTuple([self.func, self.args, self.keywords, self.dict ?? null]),
        ]),
    ],
    '__setstate__(self, object, /)': [
      'Set the state from pickling.',
      (_cx, self: PyPartial, state: Value) => {
        const parts = state instanceof PyTuple ? state.items : []
        const [func, args, keywords] = parts
        if (
          parts.length !== 4 ||
          !isCallable(func) ||
          !(args instanceof PyTuple) ||
          (keywords !== null && !(keywords instanceof PyDict))
        ) {
          throw typeError('invalid partial state')
        }
        self.func = func
        self.args = args
        self.keywords = keywords === null ? new PyDict() : (keywords as PyDict)
        if (parts[3] instanceof PyDict) self.dict = parts[3]
      },
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem] },
  getset: { __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict] },
  members: {
    func: ['The function called.', (_cx, self: PyPartial) => self.func],
    args: ['Positional arguments of every call.', (_cx, self: PyPartial) => self.args],
    keywords: ['Keyword arguments of every call.', (_cx, self: PyPartial) => self.keywords],
  },
})

// --- reduce, cmp_to_key -------------------------------------------------------------------------------------------------

function reduce(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('functools.reduce()', kwnames)
  checkArity('reduce', args, 2, 3)
  const func = args[0]
  let it: Value
  try {
    it = getIter(cx, args[1])
  } catch (e) {
    if (isRaiseOf(e, excTypes.TypeError)) throw typeError('reduce() arg 2 must support iteration')
    throw e
  }
  const next = typeOf(it).tp_iternext!
  let result: Value | undefined = args.length === 3 ? args[2] : next(cx, it)
  if (result === undefined) throw typeError('reduce() of empty iterable with no initial value')
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) result = cx.call(func, [result, v])
  return result
}

class PyKeyWrapper extends PyObject {
  constructor(
    readonly cmp: Value,
    public object: Value | undefined,
  ) {
    super()
  }
}

defineType('KeyWrapper', PyKeyWrapper, {
  module: 'functools',
  final: true,
  slots: {
    tp_hash: null,
    tp_call: (cx, self: PyKeyWrapper, args, kwnames) => {
      noKeywords('K()', kwnames)
      void cx
      checkArity('K', args, 1, 1)
      return new PyKeyWrapper(self.cmp, args[0])
    },
    tp_richcompare: (cx, self: PyKeyWrapper, other, op) => {
      if (!(other instanceof PyKeyWrapper)) throw typeError('other argument must be K instance')
      const r = cx.call(self.cmp, [self.object as Value, other.object as Value])
      return richCompare(cx, r, 0, op)
    },
  },
  members: { obj: ['Value wrapped by a key function.', (_cx, self: PyKeyWrapper) => self.object ?? null] },
})

// --- lru_cache ----------------------------------------------------------------------------------------------------------

/** An entry of a bounded cache, in a ring ordered by last use. */
class Link extends PyObject {
  previous: Link = this
  next: Link = this
  constructor(
    readonly key: Value,
    public result: Value,
  ) {
    super()
  }

  unlink(): void {
    this.previous.next = this.next
    this.next.previous = this.previous
  }

  /** Puts the link just before `other`. */
  before(other: Link): void {
    this.previous = other.previous
    this.next = other
    other.previous.next = this
    other.previous = this
  }
}

const keywordMark = new PyInstance(objectType)

/**
 * The wrapper `lru_cache` makes. A call is `keyOf`, `lookup`, and on a miss the function, then `store`; the machine may do these steps
 * itself to call the function without recursion of its own.
 */
export class PyLruCache extends PyMemoized {
  hits = 0
  misses = 0
  readonly cache = new PyDict()
  /** Head of the ring: `next` is the oldest entry. */
  private readonly root = new Link(null, null)

  constructor(
    readonly func: Value,
    /** −1: unbounded. */
    readonly maxsize: number,
    readonly typed: boolean,
    readonly infoType: Value,
  ) {
    super()
  }

  keyOf(args: Value[], kwnames: readonly string[] | null): Value {
    const nkw = kwnames === null ? 0 : kwnames.length
    if (nkw === 0 && !this.typed) {
      const only = args[0]
      // One int or str is its own key; the machine may reuse the array of other arguments.
      if (args.length === 1 && (typeof only === 'number' || typeof only === 'string')) return only
      return new PyTuple(args.slice())
    }
    const npos = args.length - nkw
    const parts = args.slice(0, npos)
    if (nkw > 0) {
      parts.push(keywordMark)
      for (let i = 0; i < nkw; i++) parts.push(fromText((kwnames as readonly string[])[i]), args[npos + i])
    }
    if (this.typed) {
      for (const a of args) parts.push(typeOf(a))
    }
    return new PyTuple(parts)
  }

  /** The cached result, NULL on a miss, which is counted. */
  lookup(cx: Context, key: Value): Value | undefined {
    if (this.maxsize === 0) {
      this.misses++
      return undefined
    }
    const found = this.cache.get(cx, key)
    if (found === undefined) {
      this.misses++
      return undefined
    }
    this.hits++
    if (this.maxsize < 0) return found
    const link = found as Link
    link.unlink()
    link.before(this.root)
    return link.result
  }

  store(cx: Context, key: Value, result: Value): void {
    const { cache, maxsize } = this
    if (maxsize === 0) return
    if (maxsize < 0) {
      cache.set(cx, key, result)
      if ((cache.used & 0xffff) === 0) cx.charge(0x600000)
      return
    }
    // The call may have cached the same key.
    if (cache.find(cx, key) >= 0) return
    if (cache.used >= maxsize) {
      const oldest = this.root.next
      if (oldest !== this.root) {
        oldest.unlink()
        cache.delete(cx, oldest.key)
      }
    }
    const link = new Link(key, result)
    link.before(this.root)
    cache.set(cx, key, link)
  }

  clear(): void {
    this.hits = 0
    this.misses = 0
    this.cache.clear()
    this.root.next = this.root
    this.root.previous = this.root
  }
}

export const lruCacheType: PyType = defineType('_lru_cache_wrapper', PyLruCache, {
  module: 'functools',
  doc: 'Create a cached callable that wraps another function.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_call: (cx, self: PyLruCache, args, kwnames) => {
      if (self.maxsize === 0) {
        self.misses++
        return cx.call(self.func, args, kwnames)
      }
      const key = self.keyOf(args, kwnames)
      const known = self.lookup(cx, key)
      if (known !== undefined) return known
      const result = cx.call(self.func, args, kwnames)
      self.store(cx, key, result)
      return result
    },
    tp_descr_get: (_cx, self: PyLruCache, obj) => (obj === undefined || obj === null ? self : new PyMethod(self, obj)),
  },
  methods: {
    'cache_info(self, /)': [
      'Return the hits, misses, greatest and current size of the cache.',
      (cx, self: PyLruCache) =>
        cx.call(self.infoType, [self.hits, self.misses, self.maxsize < 0 ? null : self.maxsize, self.cache.used]),
    ],
    'cache_clear(self, /)': ['Forget all results and the statistics.', (_cx, self: PyLruCache) => self.clear()],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: PyLruCache) => getAttr(cx, self, '__qualname__'),
    ],
    '~__copy__(self)': ['A cache is its own copy.', (_cx, self: PyLruCache) => self],
    '~__deepcopy__(self, memo)': ['A cache is its own copy.', (_cx, self: PyLruCache) => self],
  },
  getset: { __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict] },
})

/** `CacheInfo`, a named tuple; made once for an interpreter. */
function cacheInfoType(cx: Context): Value {
  const own = cx.importModule('functools').dict
  let type = own.getStr('_CacheInfo')
  if (type === undefined) {
    const namedtuple = getAttr(cx, cx.importModule('collections'), 'namedtuple')
    const fields = new PyTuple(['hits', 'misses', 'maxsize', 'currsize'])
    type = cx.call(namedtuple, ['CacheInfo', fields, 'functools'], ['module'])
    own.setStr('_CacheInfo', type)
  }
  return type
}

/** Stands for `CacheInfo` until `cache_info()` is called for the first time. */
const infoFactory = defineFunction(
  'CacheInfo(hits, misses, maxsize, currsize)',
  'Statistics of a cache.',
  (cx, hits: Value, misses: Value, maxsize: Value, currsize: Value) =>
    cx.call(cacheInfoType(cx), [hits, misses, maxsize, currsize]),
  'functools',
)

function makeCache(cx: Context, func: Value, maxsize: number, typed: boolean): Value {
  if (!isCallable(func)) throw typeError('the first argument must be callable')
  const cache = new PyLruCache(func, maxsize, typed, infoFactory)
  updateWrapper(cx, cache, func, ASSIGNMENTS, UPDATES)
  setAttr(
    cx,
    cache,
    'cache_parameters',
    defineFunction(
      'cache_parameters()',
      'Return maxsize and typed as a dict.',
      () => {
        const d = new PyDict()
        d.setStr('maxsize', maxsize < 0 ? null : maxsize)
        d.setStr('typed', typed)
        return d
      },
      'functools',
    ),
  )
  return cache
}

function lruCache(cx: Context, maxsize: Value, typed: Value): Value {
  const isTyped = isTrue(cx, typed)
  if (isInt(maxsize) || typeof maxsize === 'boolean') {
    const size = Math.max(0, asIndex(cx, maxsize))
    return decorator((c, f) => makeCache(c, f, size, isTyped))
  }
  if (maxsize === null) return decorator((c, f) => makeCache(c, f, -1, isTyped))
  if (isCallable(maxsize)) return makeCache(cx, maxsize, 128, isTyped)
  throw typeError('Expected first argument to be an integer, a callable, or None')
}

const decorator = (apply: (cx: Context, f: Value) => Value): Value =>
  defineFunction('decorating_function(user_function)', 'Wrap a function in a cache.', apply, 'functools')

// --- wraps --------------------------------------------------------------------------------------------------------------

const ASSIGNMENTS = new PyTuple([
  '__module__',
  '__name__',
  '__qualname__',
  '__doc__',
  '__annotations__',
  '__type_params__',
])
const UPDATES = new PyTuple(['__dict__'])

function updateWrapper(cx: Context, wrapper: Value, wrapped: Value, assigned: Value, updated: Value): Value {
  const each = (names: Value, apply: (name: string) => void) => {
    const it = getIter(cx, names)
    const next = typeOf(it).tp_iternext!
    for (let v = next(cx, it); v !== undefined; v = next(cx, it)) apply(v as string)
  }
  each(assigned, (name) => {
    const v = getAttrOrNull(cx, wrapped, name)
    if (v !== undefined) setAttr(cx, wrapper, name, v)
  })
  each(updated, (name) => {
    const from = getAttrOrNull(cx, wrapped, name)
    if (from === undefined) return
    const into = getAttr(cx, wrapper, name)
    if (into instanceof PyDict && from instanceof PyDict) mergeDict(cx, into, from)
    else cx.call(getAttr(cx, into, 'update'), [from])
  })
  setAttr(cx, wrapper, '__wrapped__', wrapped)
  return wrapper
}

export const load = defineModule('functools', 'Tools for working with functions and callable objects.', {
  functions: {
    reduce: [
      'reduce(function, iterable[, initial], /) -> value\n\nApply a function of two arguments to the items from left to right, so as to reduce them to one value.',
      reduce,
    ],
    'cmp_to_key(/, mycmp)': [
      'Turn a comparison function into a key function.',
      (_cx, mycmp: Value) => new PyKeyWrapper(mycmp, undefined),
    ],
    '@lru_cache(maxsize=128, typed=False)': [
      'Decorator that keeps the results of the last calls.\n\nWith maxsize None the cache has no limit. Arguments must be hashable.',
      lruCache,
    ],
    '@cache(user_function, /)': [
      'Decorator that keeps all results: lru_cache(maxsize=None).',
      (cx, f: Value) => makeCache(cx, f, -1, false),
    ],
    '@update_wrapper(wrapper, wrapped, assigned=<unrepresentable>, updated=<unrepresentable>)': [
      'Make a wrapper look like the function it wraps.',
      (cx, wrapper: Value, wrapped: Value, assigned: Value | undefined, updated: Value | undefined) =>
        updateWrapper(cx, wrapper, wrapped, assigned ?? ASSIGNMENTS, updated ?? UPDATES),
    ],
    '@wraps(wrapped, assigned=<unrepresentable>, updated=<unrepresentable>)': [
      'Decorator that applies update_wrapper() to a wrapper function.',
      (cx, wrapped: Value, assigned: Value | undefined, updated: Value | undefined) => {
        const keywords = new PyDict()
        keywords.setStr('wrapped', wrapped)
        keywords.setStr('assigned', assigned ?? ASSIGNMENTS)
        keywords.setStr('updated', updated ?? UPDATES)
        const update = cx.importModule('functools').dict.getStr('update_wrapper') as Value
        return new PyPartial(update, new PyTuple([]), keywords)
      },
    ],
  },
  types: [partialType, lruCacheType],
  values: () => ({
    WRAPPER_ASSIGNMENTS: ASSIGNMENTS,
    WRAPPER_UPDATES: UPDATES,
    __all__: new PyList(
      'update_wrapper wraps WRAPPER_ASSIGNMENTS WRAPPER_UPDATES total_ordering cache cmp_to_key lru_cache reduce partial partialmethod singledispatch singledispatchmethod cached_property'.split(
        ' ',
      ),
    ),
  }),
  setup: (_cx, module) =>
    addLazyNames(module, '_functools_py', [
      'GenericAlias',
      'cached_property',
      'get_cache_token',
      'partialmethod',
      'singledispatch',
      'singledispatchmethod',
      'total_ordering',
    ]),
})
