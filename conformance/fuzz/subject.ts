/**
 * What we make of a program: the counterpart of `oracle.py`. Run as a process of its own it answers jobs sent to it as messages; `answer` is also called directly.
 */
import { dumpAst } from '../../src/ast/dump'
import { Interpreter } from '../../src/interpreter'
import '../../src/library/directory'
import { formatSyntaxError, PySyntaxError } from '../../src/parse/messages'
import { parse } from '../../src/parse/parse'
import { formatChunks, traceStream } from '../../src/tracing'
import { compile } from '../../src/vm/compile_source'
import { dumpCode } from '../compile_dump'
import type { Answer, Job } from './oracle'

/** Longest trace in characters, as in the oracle. */
const MAX_CHARS = 2_000_000

/** Unless it is a SyntaxError of the program, an exception here is a bug of ours. */
function refusedOr<T>(make: () => T): T | null {
  try {
    return make()
  } catch (e) {
    if (e instanceof PySyntaxError) return null
    throw e
  }
}

function run(job: Job): Partial<Answer> {
  const interpreter = new Interpreter({ filename: 'main.py', limits: { seconds: job.seconds * 3, output: MAX_CHARS } })
  try {
    const { stdout, stderr, exitCode, error } = interpreter.run(job.source)
    return { stdout, stderr, exit: exitCode, ...(error?.limit === 'time-limit' ? { timeout: true } : {}) }
  } catch (e) {
    if (e instanceof PySyntaxError) return { stdout: '', stderr: formatSyntaxError(e), exit: 1 }
    throw e
  }
}

function trace(job: Job): Partial<Answer> {
  const stream = traceStream(job.source, {
    filename: 'main.py',
    granularity: job.trace!,
    maxSteps: job.limit,
    maxSeconds: job.seconds * 3,
  })
  let text = ''
  try {
    for (const chunk of formatChunks(stream, 'settrace')) {
      text += chunk
      if (text.length > MAX_CHARS) return { trace: text, end: 'limit' }
    }
  } catch (e) {
    if (e instanceof PySyntaxError) return { trace: '', end: 'refused' }
    throw e
  }
  const { reason, exc } = stream.end
  const ends = { exception: `raised ${exc?.type}`, 'time-limit': 'timeout', done: 'done' } as Record<string, string>
  return { trace: text, end: ends[reason] ?? 'limit' }
}

/** Answers a job; a bug of the machine is in `crash`, with what was found out before it. */
export function answer(job: Job): Answer {
  const out: Answer = {}
  try {
    if (job.ast) out.ast = refusedOr(() => dumpAst(parse(job.source), { include_attributes: true }))
    if (job.code) out.code = refusedOr(() => dumpCode(compile(job.source, 'main.py')))
    if (job.run) Object.assign(out, run(job))
    if (job.trace !== undefined) Object.assign(out, trace(job))
  } catch (e) {
    out.crash =
      e instanceof Error ? `${e.name}: ${e.message}\n${e.stack?.split('\n').slice(1, 8).join('\n')}` : String(e)
  }
  return out
}

if (process.send !== undefined && process.argv[1]?.endsWith('subject.ts')) {
  process.on('message', (job) => process.send!(answer(job as Job)))
}
