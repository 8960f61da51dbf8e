/** What the page and its worker say to each other. */
import type { Granularity, Step, TraceEnd, TraceMeta } from '../trace/step'

export type Request =
  | { type: 'run'; source: string; stdin: string; granularity: Granularity; maxSteps: number; maxSeconds: number }
  | { type: 'format'; name: string }

/** One instruction of the byte code panel. */
export interface Row {
  offset: number
  text: string
}

export type Reply =
  | { type: 'started'; meta: TraceMeta; bytecode: Record<string, Row[]> }
  | { type: 'steps'; steps: Step[] }
  | { type: 'end'; end: TraceEnd; stdout: string; stderr: string }
  /** The program does not compile, or the machine has a bug. */
  | { type: 'failed'; stderr: string }
  | { type: 'text'; name: string; text: string; cut: boolean }
