/**
 * gc: the host collects garbage; what a program can ask for is answered as far as it makes sense.
 */
import { defineModule } from '../objects/define'
import { valueError } from '../objects/raise'
import type { Context } from '../objects/context'
import { asIndex } from '../objects/abstract'
import { PyList, PyObject, PyTuple, type Value } from '../values/value'

interface GcState {
  enabled: boolean
  threshold: Value[]
  debug: Value
}

function stateOf(cx: Context): GcState {
  const { state } = cx as unknown as { state: Map<string, unknown> }
  let s = state.get('gc') as GcState | undefined
  if (s === undefined) {
    s = { enabled: true, threshold: [2000, 10, 0], debug: 0 }
    state.set('gc', s)
  }
  return s
}

export const load = defineModule('gc', 'The garbage collector, which here is that of the host.', {
  functions: {
    '~enable()': ['Enable automatic collection.', (cx) => void (stateOf(cx).enabled = true)],
    '~disable()': ['Disable automatic collection.', (cx) => void (stateOf(cx).enabled = false)],
    '~isenabled()': ['Return whether automatic collection is enabled.', (cx) => stateOf(cx).enabled],
    'collect(generation=2)': [
      'Collect; the number of unreachable objects is not known and given as 0.',
      (cx, generation: Value) => {
        const g = asIndex(cx, generation)
        if (g < 0 || g > 2) throw valueError('invalid generation')
        return 0
      },
    ],
    '~get_count()': ['Return the counters of the generations.', () => new PyTuple([0, 0, 0])],
    '~get_threshold()': ['Return the thresholds.', (cx) => new PyTuple(stateOf(cx).threshold.slice())],
    set_threshold: [
      'Set the thresholds.',
      (cx: Context, args: Value[]) => {
        const s = stateOf(cx)
        s.threshold = s.threshold.map((v, i) => args[i] ?? v)
        return null
      },
    ],
    '~get_debug()': ['Return the debugging flags.', (cx) => stateOf(cx).debug],
    '~set_debug(flags, /)': ['Set the debugging flags.', (cx, flags: Value) => void (stateOf(cx).debug = flags)],
    '~get_stats()': ['Return statistics of the generations: none.', () => new PyList([])],
    'get_objects(generation=None)': ['Return the tracked objects: none can be listed.', () => new PyList([])],
    get_referrers: ['Return objects that refer to the arguments: not known.', () => new PyList([])],
    get_referents: ['Return objects the arguments refer to: not known.', () => new PyList([])],
    '~is_tracked(obj, /)': ['Return whether an object is tracked.', (_cx, o: Value) => o instanceof PyObject],
    '~is_finalized(obj, /)': ['Return whether an object has been finalised.', () => false],
    '~freeze()': ['Do nothing.', () => null],
    '~unfreeze()': ['Do nothing.', () => null],
    '~get_freeze_count()': ['Return 0.', () => 0],
  },
  values: () => ({
    garbage: new PyList([]),
    callbacks: new PyList([]),
    DEBUG_STATS: 1,
    DEBUG_COLLECTABLE: 2,
    DEBUG_UNCOLLECTABLE: 4,
    DEBUG_SAVEALL: 32,
    DEBUG_LEAK: 38,
  }),
})
