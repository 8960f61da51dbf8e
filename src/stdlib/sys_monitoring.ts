/**
 * `sys.monitoring`: the functions by which tools ask for events; the events are delivered by `vm/monitoring.ts`.
 */
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import type { PyModule } from '../objects/module'
import { PyNamespace } from '../objects/namespace'
import { objectType } from '../objects/type'
import type { Value } from '../values/value'
import { EVENTS, MonitoringMonitor } from '../vm/monitoring'
import type { VM } from '../vm/vm'

/** The state of an interpreter, made when the module is first used. */
function stateOf(cx: Context): MonitoringMonitor {
  const vm = cx as unknown as VM
  let m = vm.state.get('sys.monitoring') as MonitoringMonitor | undefined
  if (m === undefined) {
    m = MonitoringMonitor.make(vm, vm.call(objectType, []), vm.call(objectType, []))
    vm.state.set('sys.monitoring', m)
  }
  return m
}

const none = (_done: void): null => null

const build = defineModule('sys.monitoring', '', {
  functions: {
    'use_tool_id(tool_id: index, name, /)': [
      'Take a tool id.',
      (cx, tool: number, name: Value) => none(stateOf(cx).useTool(tool, name)),
    ],
    'free_tool_id(tool_id: index, /)': ['Give a tool id back.', (cx, tool: number) => none(stateOf(cx).freeTool(tool))],
    'get_tool(tool_id: index, /)': [
      'Return the name of a tool, or None.',
      (cx, tool: number) => stateOf(cx).toolName(tool),
    ],
    'register_callback(tool_id: index, event: index, func, /)': [
      'Set what is called for an event; return what was before.',
      (cx, tool: number, event: number, func: Value) => stateOf(cx).register(tool, event, func),
    ],
    'get_events(tool_id: index, /)': [
      'Return the events a tool gets from all code.',
      (cx, tool: number) => stateOf(cx).events(tool),
    ],
    'set_events(tool_id: index, event_set: index, /)': [
      'Set the events a tool gets from all code.',
      (cx, tool: number, set: number) => none(stateOf(cx).setEvents(tool, set)),
    ],
    'get_local_events(tool_id: index, code, /)': [
      'Return the events a tool gets from one code object.',
      (cx, tool: number, code: Value) => stateOf(cx).localEvents(tool, code),
    ],
    'set_local_events(tool_id: index, code, event_set: index, /)': [
      'Set the events a tool gets from one code object.',
      (cx, tool: number, code: Value, set: number) => none(stateOf(cx).setLocalEvents(tool, code, set)),
    ],
    'restart_events()': ['Enable all disabled events.', (cx) => none(stateOf(cx).restart())],
    '_all_events()': ['Return the events that are set, with their tools.', (cx) => stateOf(cx).allEvents()],
  },
})

/** The module, which is an attribute of `sys` and not in `sys.modules`. */
export function makeMonitoringModule(vm: VM): PyModule {
  const module = build(vm)
  const state = stateOf(vm)
  const events = new PyNamespace()
  for (let i = 0; i < EVENTS.length; i++) events.dict.setStr(EVENTS[i], 1 << i)
  events.dict.setStr('NO_EVENTS', 0)
  const values: Record<string, Value> = {
    __doc__: null,
    events,
    DISABLE: state.disable,
    MISSING: state.missing,
    DEBUGGER_ID: 0,
    COVERAGE_ID: 1,
    PROFILER_ID: 2,
    OPTIMIZER_ID: 5,
  }
  for (const k in values) module.dict.setStr(k, values[k])
  return module
}
