/**
 * The `collections` module. What is not native here is Python text in `py/_collections_py.py`, compiled when first asked for.
 */
import { PyList } from '../../values/value'
import { defineModule } from '../../objects/define'
import { addLazyNames } from '../lazy_names'
import { counterType, countElementsFunction } from './counter'
import { defaultdictType } from './defaultdict'
import { dequeIteratorType, dequeReverseIteratorType, dequeType } from './deque'
import { orderedDictType } from './ordered_dict'
import { tuplegetterType } from './tuplegetter'

const PUBLIC = [
  'ChainMap',
  'Counter',
  'OrderedDict',
  'UserDict',
  'UserList',
  'UserString',
  'defaultdict',
  'deque',
  'namedtuple',
]

export const load = defineModule('collections', 'Containers beyond the built-in ones.', {
  types: [dequeType, defaultdictType, orderedDictType, counterType],
  values: () => ({
    __all__: new PyList(PUBLIC.slice()),
    _count_elements: countElementsFunction,
    _deque_iterator: dequeIteratorType,
    _tuplegetter: tuplegetterType,
    __path__: new PyList([]),
  }),
  setup: (_cx, module) =>
    addLazyNames(module, '_collections_py', ['ChainMap', 'UserDict', 'UserList', 'UserString', 'namedtuple'], ['abc']),
})

/** The module behind `collections` in CPython, which some programs import directly. */
export const loadNative = defineModule('_collections', 'High performance data structures.', {
  types: [dequeType, defaultdictType, orderedDictType, dequeIteratorType, dequeReverseIteratorType, tuplegetterType],
  values: () => ({ _count_elements: countElementsFunction }),
})
