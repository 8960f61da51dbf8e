/** The page: editor, runner, stepper. The program runs in a worker; the page only replays what it recorded. */
import { formats } from '../trace/formats'
import type { Granularity, Step, TraceEnd } from '../trace/step'
import { ProgramEditor } from './editor'
import { examples } from './examples'
import type { Reply, Request, Row } from './protocol'
import { Timeline } from './timeline'
import { drawBytecode, drawFrames, drawHeap, drawStack, element, lightReferences } from './view'

const MAX_STEPS = 200_000
const MAX_SECONDS = 60

function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T
}

const ui = {
  run: byId<HTMLButtonElement>('run'),
  stop: byId<HTMLButtonElement>('stop'),
  status: byId('status'),
  slider: byId<HTMLInputElement>('slider'),
  position: byId('position'),
  event: byId('event'),
  error: byId('error'),
  stdout: byId('stdout'),
  format: byId<HTMLSelectElement>('format'),
  text: byId('text'),
  granularity: byId<HTMLSelectElement>('granularity'),
  stdin: byId<HTMLTextAreaElement>('stdin'),
  examples: byId<HTMLSelectElement>('examples'),
}

let worker: Worker | null = null
let timeline = new Timeline()
let bytecode: Record<string, Row[]> = {}
let end: TraceEnd | null = null
let position = 0
/** The text of the trace is of the run that ended; none while one runs. */
let written = ''

const editor = new ProgramEditor(
  byId('editor'),
  examples[0]!.source,
  () => start(),
  () => editor.mark(null, null),
)

function newWorker(): Worker {
  const w = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  w.onmessage = (event: MessageEvent<Reply>) => receive(event.data)
  w.onerror = (event) => {
    finish(`The machine failed: ${event.message}`)
    worker = null
  }
  return w
}

function start(): void {
  if (!ui.stop.disabled) stop()
  timeline = new Timeline()
  bytecode = {}
  end = null
  position = 0
  written = ''
  ui.error.hidden = true
  ui.text.textContent = ''
  ui.stdout.textContent = ''
  ui.run.disabled = true
  ui.stop.disabled = false
  ui.status.textContent = 'running …'
  worker ??= newWorker()
  const granularity = ui.granularity.value as Granularity
  const request: Request = {
    type: 'run',
    source: editor.text,
    stdin: ui.stdin.value,
    granularity,
    maxSteps: MAX_STEPS,
    maxSeconds: MAX_SECONDS,
  }
  worker.postMessage(request)
}

/** Ends the worker whatever it is doing. What was recorded stays. */
function stop(): void {
  worker?.terminate()
  worker = null
  finish(`stopped after ${timeline.steps.length} steps`)
}

function finish(status: string): void {
  ui.run.disabled = false
  ui.stop.disabled = true
  ui.status.textContent = status
}

function fail(text: string): void {
  ui.error.textContent = text
  ui.error.hidden = text === ''
}

const REASONS: Record<TraceEnd['reason'], string> = {
  done: 'done',
  exception: 'ended with an exception',
  'step-limit': `stopped at ${MAX_STEPS} steps`,
  'time-limit': `stopped after ${MAX_SECONDS} seconds`,
  'size-limit': 'stopped: the trace is too large',
  'memory-limit': 'stopped: out of memory',
  cancelled: 'stopped',
}

function receive(reply: Reply): void {
  switch (reply.type) {
    case 'started':
      bytecode = reply.bytecode
      break
    case 'steps': {
      const first = timeline.steps.length === 0
      timeline.add(reply.steps)
      ui.slider.max = String(timeline.steps.length - 1)
      if (first) show(0)
      else label()
      break
    }
    case 'end':
      end = reply.end
      fail(reply.stderr)
      finish(`${REASONS[end.reason]}: ${end.steps} steps`)
      if (timeline.steps.length > 0) show(position)
      else ui.stdout.textContent = reply.stdout
      askText()
      break
    case 'failed':
      fail(reply.stderr)
      finish('')
      break
    case 'text':
      if (reply.name === ui.format.value) {
        written = reply.text
        ui.text.textContent = reply.text + (reply.cut ? '\n… (cut here; Download has what is shown)' : '')
      }
  }
}

function askText(): void {
  if (end && worker) worker.postMessage({ type: 'format', name: ui.format.value } satisfies Request)
}

function describe(step: Step, func: string): string {
  const at = step.line ? `line ${step.line}` : ''
  switch (step.event) {
    case 'call':
      return `call of ${func}`
    case 'resume':
      return `${func} goes on`
    case 'line':
      return `${at} is next${step.visit && step.visit > 1 ? `, for the ${step.visit}th time` : ''}`
    case 'return':
      return `${func} returns ${step.value}`
    case 'yield':
      return `${func} yields ${step.value}`
    case 'exception':
      return `${at}: ${step.exc!.text}`
    case 'expr':
      return `${at}: value ${step.value}`
    case 'branch':
      return `${at}: ${step.branch} ${step.value === 'True' ? 'true' : 'false'}`
    case 'store':
      return `${at}: stores ${step.value}`
    case 'opcode':
      return `${at}: ${step.op} ${step.arg ?? ''}`
    default:
      return step.note ?? ''
  }
}

function label(): void {
  ui.position.textContent = timeline.steps.length === 0 ? '' : `step ${position + 1} of ${timeline.steps.length}`
}

/** Shows a step. */
function show(index: number): void {
  if (timeline.steps.length === 0) return
  position = Math.max(0, Math.min(index, timeline.steps.length - 1))
  const step = timeline.steps[position]!
  const state = timeline.at(position)
  const frame = state.shown(step.frame)
  ui.slider.value = String(position)
  label()
  ui.event.textContent = describe(step, frame?.info.func ?? '')
  editor.mark(step.line, step.span ?? null)
  drawFrames(byId('frames'), state, step)
  drawHeap(byId('heap'), state)
  const atEnd = position === timeline.steps.length - 1
  ui.stdout.textContent = state.stdout + (atEnd ? (end?.out ?? '') : '')
  byId('machine').hidden = ui.granularity.value !== 'opcode'
  byId('values').hidden = ui.granularity.value !== 'expression'
  if (!byId('machine').hidden) {
    drawBytecode(byId('bytecode'), bytecode[frame?.info.func ?? ''] ?? [], step.offset)
    drawStack(byId('stack'), frame?.stack ?? [])
  }
  if (!byId('values').hidden) drawExpressions(step)
}

/** Expressions of the current line evaluated so far, oldest first. */
function drawExpressions(step: Step): void {
  const rows: HTMLElement[] = []
  const lines = editor.text.split('\n')
  for (let i = position; i >= 0; i--) {
    const s = timeline.steps[i]!
    if (s.frame !== step.frame) continue
    if (s.event === 'line' || s.event === 'call') break
    if (s.event !== 'expr') continue
    const [line, col, endLine, endCol] = s.span!
    const text =
      line === endLine ? (lines[line - 1] ?? '').slice(col, endCol) : `${(lines[line - 1] ?? '').slice(col)} …`
    rows.unshift(element('li', i === position ? 'current' : '', `${text} → ${s.value}`))
  }
  byId('expressions').replaceChildren(...rows)
}

function download(): void {
  const format = formats.find((f) => f.name === ui.format.value)!
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([written], { type: 'text/plain' }))
  link.download = `trace.${format.name}.${format.extension}`
  link.click()
  URL.revokeObjectURL(link.href)
}

function chooseExample(index: number): void {
  const example = examples[index]!
  editor.text = example.source
  ui.granularity.value = example.granularity ?? 'line'
  ui.stdin.value = example.stdin ?? ''
  byId<HTMLDetailsElement>('input').open = example.stdin !== undefined
  start()
}

function setTheme(theme: string): void {
  document.documentElement.dataset['theme'] = theme
  localStorage.setItem('theme', theme)
}

ui.examples.append(...examples.map((e, i) => new Option(e.name, String(i))))
ui.format.append(...formats.map((f) => new Option(f.name, f.name)))
ui.run.onclick = start
ui.stop.onclick = stop
ui.examples.onchange = () => chooseExample(Number(ui.examples.value))
ui.granularity.onchange = start
ui.format.onchange = askText
ui.slider.oninput = () => show(Number(ui.slider.value))
byId('first').onclick = () => show(0)
byId('back').onclick = () => show(position - 1)
byId('forward').onclick = () => show(position + 1)
byId('last').onclick = () => show(timeline.steps.length - 1)
byId('copy').onclick = () => void navigator.clipboard.writeText(written)
byId('download').onclick = download
byId('theme').onclick = () => setTheme(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark')
document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement
  if (event.key === 'Escape' && !ui.stop.disabled) stop()
  if (target.closest('.cm-editor, textarea, select, input')) return
  const move: Record<string, () => void> = {
    ArrowLeft: () => show(position - 1),
    ArrowRight: () => show(position + 1),
    Home: () => show(0),
    End: () => show(timeline.steps.length - 1),
  }
  const action = move[event.key]
  if (!action) return
  action()
  event.preventDefault()
})
lightReferences(byId('panels'))
setTheme(localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'))
start()
