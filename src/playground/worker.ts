/** The worker: runs and records, sends steps in batches as they come, writes formats on request. Stop is the page's `terminate()`. */
import {
  compile,
  completeOptions,
  formatNamed,
  InternalError,
  PySyntaxError,
  formatSyntaxError,
  getInstructions,
  traceStream,
} from '../index'
import '../stdlib_bundle'
import { CodeObject } from '../compile/code'
import type { Step, StepStream, TraceEnd, TraceMeta } from '../trace/step'
import { textOf } from '../values/wide'
import type { Reply, Request, Row } from './protocol'

const BATCH = 2000
/** Longest text shown beside the program; Download asks the page to write it whole. */
const MAX_TEXT = 400_000

let recorded: Step[] = []
let meta: TraceMeta | null = null
let end: TraceEnd | null = null

function send(reply: Reply): void {
  postMessage(reply)
}

/** Rows of every code object by qualified name. */
function bytecodeOf(code: CodeObject, out: Record<string, Row[]> = {}): Record<string, Row[]> {
  out[textOf(code.qualname)] = [...getInstructions(code)].map((i) => ({
    offset: i.offset,
    text: `${i.opname}${i.argrepr === '' ? (i.arg === undefined ? '' : ` ${i.arg}`) : ` ${i.argrepr}`}`,
  }))
  for (const c of code.consts) if (c instanceof CodeObject) bytecodeOf(c, out)
  return out
}

function run(request: Request & { type: 'run' }): void {
  recorded = []
  end = null
  const { source, stdin, granularity, maxSteps, maxSeconds } = request
  try {
    const bytecode = granularity === 'opcode' ? bytecodeOf(compile(source, 'main.py')) : {}
    const stream = traceStream(source, {
      filename: 'main.py',
      stdin,
      granularity,
      maxSteps,
      maxSeconds,
      heap: true,
      iters: true,
    })
    meta = stream.meta
    send({ type: 'started', meta, bytecode })
    let batch: Step[] = []
    for (const step of stream) {
      batch.push(step)
      recorded.push(step)
      if (batch.length === BATCH) {
        send({ type: 'steps', steps: batch })
        batch = []
      }
    }
    if (batch.length > 0) send({ type: 'steps', steps: batch })
    end = stream.end
    send({ type: 'end', end, stdout: stream.stdout, stderr: stream.stderr })
  } catch (e) {
    if (e instanceof PySyntaxError) send({ type: 'failed', stderr: formatSyntaxError(e) })
    else if (e instanceof InternalError) send({ type: 'failed', stderr: `This is a bug of pytracify: ${e.message}` })
    else throw e
  }
}

function write(name: string): void {
  if (!meta || !end) return
  const format = formatNamed(name)
  const stream: StepStream = { end, [Symbol.iterator]: () => recorded[Symbol.iterator]() }
  let text = ''
  let cut = false
  for (const chunk of format.format(stream, meta, completeOptions(format))) {
    text += chunk
    if (text.length > MAX_TEXT) {
      cut = true
      break
    }
  }
  send({ type: 'text', name, text, cut })
}

self.onmessage = (event: MessageEvent<Request>) => {
  if (event.data.type === 'run') run(event.data)
  else write(event.data.name)
}
