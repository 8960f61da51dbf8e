/** Drawing: frames, objects, byte code, expressions. Values come from programs, so everything is set as text, never as markup. */
import type { FrameState, Replay } from '../trace/replay'
import type { HeapObject, Pic, Step } from '../trace/step'
import type { Row } from './protocol'

type Child = Node | string

/** An element with a class and children. */
export function element(tag: string, className = '', ...children: Child[]): HTMLElement {
  const e = document.createElement(tag)
  if (className) e.className = className
  e.append(...children)
  return e
}

const MAX_VALUE = 400
const MAX_CELLS = 100

function shorten(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)} … (${text.length} characters)` : text
}

/** A badge that stands for a heap object: one id, one colour. */
function reference(id: number): HTMLElement {
  const e = element('span', 'ref', `#${id}`)
  e.style.setProperty('--id', String(id))
  e.dataset['id'] = String(id)
  return e
}

function picture(p: Pic): Child {
  return typeof p === 'number' ? reference(p) : shorten(p)
}

function variableRow(name: string, text: string, id: number | undefined, changed: boolean): HTMLElement {
  const value = element('td', '', shorten(text))
  if (id) value.prepend(reference(id), ' ')
  return element('tr', changed ? 'changed' : '', element('td', '', name), value)
}

function frameCard(frame: FrameState, active: boolean, step: Step): HTMLElement {
  const changed = new Set<string>()
  if (active && step.set) for (let i = 0; i < step.set.length; i += 2) changed.add(step.set[i]!)
  const where = frame.line ? `line ${frame.line}` : ''
  const head = element(
    'h3',
    '',
    frame.info.func,
    ' ',
    element(
      'small',
      '',
      `${where}${frame.info.parent ? `, closes over frame ${frame.info.parent}` : ''}  frame ${frame.id}`,
    ),
  )
  const table = element('table')
  for (const [name, text] of frame.vars) table.append(variableRow(name, text, frame.ids.get(name), changed.has(name)))
  if (active && step.value !== undefined && (step.event === 'return' || step.event === 'yield'))
    table.append(variableRow(step.event, step.value, step.valueId, true))
  for (const it of frame.iters)
    table.append(
      variableRow(
        `for @${it.at}`,
        `${it.over} item ${it.pos < 0 ? '?' : it.pos}${it.left < 0 ? '' : ` of ${it.pos + it.left}`}`,
        undefined,
        false,
      ),
    )
  return element('div', `frame${active ? ' active' : ''}`, head, table)
}

export function drawFrames(into: HTMLElement, state: Replay, step: Step): void {
  const frames = [...state.stack]
  // A returning frame has left the stack but is what the step is about.
  const current = state.shown(step.frame)
  if (current && !frames.includes(current)) frames.push(current)
  into.replaceChildren(...frames.reverse().map((f) => frameCard(f, f.id === step.frame, step)))
}

function cells(items: readonly Pic[]): HTMLElement {
  const box = element('div', 'cells')
  for (const [i, p] of items.slice(0, MAX_CELLS).entries())
    box.append(element('span', '', element('small', '', String(i)), picture(p)))
  if (items.length > MAX_CELLS) box.append(element('span', '', `… ${items.length} in all`))
  return box
}

function objectCard(o: HeapObject): HTMLElement {
  const card = element(
    'div',
    'object',
    element('h3', '', reference(o.id), ' ', element('small', '', o.kind === 'class' ? `class ${o.text}` : o.type)),
  )
  if (o.items) card.append(cells(o.items))
  const table = o.entries ?? o.attrs
  if (table) {
    const rows = element('table')
    for (const [key, value] of table.slice(0, MAX_CELLS))
      rows.append(element('tr', '', element('td', '', picture(key)), element('td', '', picture(value))))
    card.append(rows)
  }
  if (o.text !== undefined && o.kind !== 'class') card.append(element('pre', '', shorten(o.text)))
  return card
}

/** Objects reachable from the variables shown, functions and modules last found out of the way. */
export function drawHeap(into: HTMLElement, state: Replay): void {
  const seen = new Set<number>()
  const order: HeapObject[] = []
  const work: Pic[] = []
  for (const f of state.stack) work.push(...[...f.vars.keys()].map((name) => f.ids.get(name) ?? 0))
  work.push(...state.globalIds.values())
  while (work.length > 0) {
    const id = work.shift()!
    if (typeof id !== 'number' || id === 0 || seen.has(id)) continue
    seen.add(id)
    const o = state.heap.get(id)
    if (!o || o.kind === 'module') continue
    order.push(o)
    work.push(...(o.items ?? []))
    for (const [k, v] of o.entries ?? []) work.push(k, v)
    for (const [, v] of o.attrs ?? []) work.push(v)
  }
  order.sort((a, b) => Number(a.kind === 'function') - Number(b.kind === 'function'))
  into.replaceChildren(...order.slice(0, 200).map(objectCard))
}

export function drawBytecode(into: HTMLElement, rows: readonly Row[], offset: number | undefined): void {
  into.replaceChildren(
    ...rows.map((r) =>
      element('li', r.offset === offset ? 'current' : '', `${String(r.offset).padStart(4)} ${r.text}`),
    ),
  )
  into.querySelector('.current')?.scrollIntoView({ block: 'nearest' })
}

export function drawStack(into: HTMLElement, values: readonly string[]): void {
  into.replaceChildren(...[...values].reverse().map((v) => element('li', '', shorten(v))))
}

/** Lights up every badge of the object under the pointer. */
export function lightReferences(root: HTMLElement): void {
  root.addEventListener('pointerover', (event) => {
    const id = (event.target as HTMLElement).dataset?.['id']
    for (const e of root.querySelectorAll<HTMLElement>('.ref'))
      e.classList.toggle('lit', id !== undefined && e.dataset['id'] === id)
  })
}
