/**
 * `pytutor`: Python Tutor's trace (opt-v3): for every step the whole state as a graph: globals, frames with their locals, heap objects by id, output so
 * far. The only widely used format that shows aliasing and the frames that closures hold on to.
 */
import type { HeapObject, Pic, Step, StepStream, TraceMeta } from '../step'
import { readLiteral } from '../literal'
import { Replay, type FrameState } from '../replay'
import { FormatError, pyJson, type FormatOptions, type Observation, type TraceFormat } from './format'

/** An immediate value, by its text. */
function immediate(text: string): string {
  const literal = readLiteral(text)
  switch (literal.kind) {
    case 'None':
      return 'null'
    case 'bool':
      return literal.text === 'True' ? 'true' : 'false'
    case 'int':
      return literal.text
    case 'str':
      return pyJson(literal.value)
    case 'float': {
      const v = Number(literal.text)
      if (literal.text === 'inf' || literal.text === '-inf')
        return `["SPECIAL_FLOAT", "${literal.text[0] === '-' ? '-' : ''}Infinity"]`
      if (literal.text === 'nan') return '["SPECIAL_FLOAT", "NaN"]'
      if (Number.isInteger(v) && Math.abs(v) < 1e21) return `["SPECIAL_FLOAT", "${v.toFixed(1)}"]`
      return String(Number(v.toFixed(4)))
    }
    default:
      return `["SPECIAL", ${pyJson(text)}]`
  }
}

function pic(value: Pic): string {
  return typeof value === 'number' ? `["REF", ${value}]` : immediate(value)
}

function heapText(o: HeapObject): string {
  switch (o.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return `["${o.kind.toUpperCase()}"${(o.items ?? []).map((p) => `, ${pic(p)}`).join('')}]`
    case 'dict':
      return `["DICT"${(o.entries ?? []).map(([k, v]) => `, [${pic(k)}, ${pic(v)}]`).join('')}]`
    case 'instance':
      return `["INSTANCE", ${pyJson(o.type)}${(o.attrs ?? []).map(([k, v]) => `, [${pyJson(k)}, ${pic(v)}]`).join('')}]`
    case 'class':
      return `["CLASS", ${pyJson(o.text ?? o.type)}, [${(o.bases ?? []).map(pyJson).join(', ')}]${(o.attrs ?? []).map(([k, v]) => `, [${pyJson(k)}, ${pic(v)}]`).join('')}]`
    case 'function':
      return `["FUNCTION", ${pyJson(o.text ?? '')}, ${o.parent ? o.parent : 'null'}]`
    case 'module':
      return `["module", ${pyJson(o.text ?? '')}]`
    default:
      return `["INSTANCE_PPRINT", ${pyJson(o.type)}, ${pyJson(o.text ?? '')}]`
  }
}

const EVENTS: Partial<Record<Step['event'], string>> = {
  call: 'call',
  resume: 'call',
  line: 'step_line',
  return: 'return',
  yield: 'return',
  exception: 'exception',
}

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const max = options['maxSteps'] as number | null
  const replay = new Replay()
  const zombies: FrameState[] = []
  let count = 0
  let sep = ''
  yield `{"code": ${pyJson(meta.source)}, "trace": [`
  let last: Step | null = null
  for (const step of steps) {
    const frame = replay.apply(step)
    const event = EVENTS[step.event]
    if (!event) continue
    last = step
    if (max !== null && ++count > max) {
      yield `${sep}{"event": "instruction_limit_reached", "exception_msg": "Stopped after running ${max} steps. Please shorten your code,\\nsince Python Tutor is not designed to handle long-running code."}`
      break
    }
    const parents = parentFrames(replay)
    const active = replay.stack.filter((f) => f.info.kind !== 'module')
    const shown = event === 'return' && frame.info.kind !== 'module' ? [...active, frame] : active
    const frames = [
      ...shown.map((f) =>
        frameText(
          f,
          parents.has(f.id),
          false,
          f === shown[shown.length - 1],
          f === frame && event === 'return' ? step : null,
        ),
      ),
      ...zombies.map((f) => frameText(f, true, true, false, null)),
    ]
    const globals = [...replay.globals.keys()]
    const parts = [
      `"line": ${step.line}`,
      `"event": "${event}"`,
      `"func_name": ${pyJson(frame.info.kind === 'module' ? '<module>' : frame.info.name)}`,
      `"globals": {${globals.map((name) => `${pyJson(name)}: ${variable(replay.globals.get(name)!, replay.globalIds.get(name))}`).join(', ')}}`,
      `"ordered_globals": [${globals.map(pyJson).join(', ')}]`,
      `"stack_to_render": [${frames.join(', ')}]`,
      `"heap": {${reachable(replay, [...shown, ...zombies], step)
        .map((o) => `"${o.id}": ${heapText(o)}`)
        .join(', ')}}`,
      `"stdout": ${pyJson(replay.stdout)}`,
    ]
    if (step.exc) parts.push(`"exception_msg": ${pyJson(`${step.exc.type}: ${step.exc.message}`)}`)
    yield `${sep}{${parts.join(', ')}}`
    sep = ', '
    if (step.event === 'return' && parents.has(frame.id)) zombies.push(frame)
  }
  if (steps.end.exc && last)
    yield `${sep}{"line": ${last.line}, "event": "uncaught_exception", "exception_msg": ${pyJson(`${steps.end.exc.type}: ${steps.end.exc.message}`)}}`
  yield ']}\n'
}

/** Ids of frames that some function on the heap closes over. */
function parentFrames(replay: Replay): Set<number> {
  const out = new Set<number>()
  for (const o of replay.heap.values()) if (o.kind === 'function' && o.parent) out.add(o.parent)
  for (const f of replay.frames.values()) if (f.info.parent) out.add(f.info.parent)
  return out
}

function variable(text: string, id: number | undefined): string {
  return id ? `["REF", ${id}]` : immediate(text)
}

function frameText(
  frame: FrameState,
  isParent: boolean,
  isZombie: boolean,
  highlighted: boolean,
  ret: Step | null,
): string {
  const names = [...frame.vars.keys()]
  const locals = names.map((name) => `${pyJson(name)}: ${variable(frame.vars.get(name)!, frame.ids.get(name))}`)
  if (ret) {
    names.push('__return__')
    locals.push(`"__return__": ${variable(ret.value ?? 'None', ret.valueId)}`)
  }
  const hash = `${frame.info.name}_f${frame.id}${isParent ? '_p' : ''}${isZombie ? '_z' : ''}`
  return `{"func_name": ${pyJson(frame.info.name)}, "is_parent": ${isParent}, "frame_id": ${frame.id}, "parent_frame_id_list": [${frame.info.parent || ''}], "encoded_locals": {${locals.join(', ')}}, "ordered_varnames": [${names.map(pyJson).join(', ')}], "is_zombie": ${isZombie}, "is_highlighted": ${highlighted}, "unique_hash": ${pyJson(hash)}}`
}

/** Heap objects that the state refers to, in order of first encounter. */
function reachable(replay: Replay, frames: FrameState[], step: Step): HeapObject[] {
  const seen = new Set<number>()
  const visit = (id: Pic | undefined): void => {
    if (typeof id !== 'number' || id === 0 || seen.has(id)) return
    seen.add(id)
    const o = replay.heap.get(id)
    if (!o) return
    for (const p of o.items ?? []) visit(p)
    for (const [k, v] of o.entries ?? []) {
      visit(k)
      visit(v)
    }
    for (const [, v] of o.attrs ?? []) visit(v)
  }
  for (const id of replay.globalIds.values()) visit(id)
  for (const f of frames) for (const name of f.vars.keys()) visit(f.ids.get(name))
  visit(step.valueId)
  return [...seen].map((id) => replay.heap.get(id)).filter((o) => o !== undefined)
}

function parse(text: string): Observation[] {
  let o: { trace: Record<string, unknown>[] }
  try {
    o = JSON.parse(text) as typeof o
  } catch {
    throw new FormatError('not JSON', 0)
  }
  if (!Array.isArray(o.trace)) throw new FormatError('no trace', 0)
  let at = 0
  return o.trace.map((row) => {
    at = Math.max(text.indexOf('{"line"', at + 1), at)
    const step: Observation = { at, event: String(row['event']), extra: {} }
    if (row['line'] !== undefined) step.line = row['line'] as number
    if (row['func_name'] !== undefined) step.function = String(row['func_name'])
    if (row['stdout'] !== undefined) step.output = String(row['stdout'])
    if (row['exception_msg'] !== undefined) step.exception = String(row['exception_msg'])
    const vars: Record<string, string> = {}
    for (const [k, v] of Object.entries((row['globals'] as object) ?? {})) vars[k] = JSON.stringify(v)
    for (const f of (row['stack_to_render'] as { unique_hash: string; encoded_locals: object }[]) ?? []) {
      for (const [k, v] of Object.entries(f.encoded_locals)) vars[`${f.unique_hash}.${k}`] = JSON.stringify(v)
    }
    step.vars = vars
    for (const [id, v] of Object.entries((row['heap'] as object) ?? {})) step.extra![`heap ${id}`] = JSON.stringify(v)
    return step
  })
}

export const pytutor: TraceFormat = {
  name: 'pytutor',
  version: 1,
  extension: 'json',
  doc: 'Python Tutor’s opt-v3 trace: the whole state as a graph at every step.',
  basis: 'From the tool’s output, run.',
  needs: { heap: true },
  options: {
    maxSteps: { default: null, doc: 'stop after this many steps, as the tool does at 1000 (null: no limit)' },
  },
  format,
  parse,
}
