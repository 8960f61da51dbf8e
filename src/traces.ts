/** Traces, formats and what reads them: the part of the public API that a program which only runs Python does not need. */
export * from './tracing'
export { check, checkText, reward, type Verdict } from './trace/check'
export { completeOptions, formatNamed, formats } from './trace/formats'
export { FormatError, type FormatOptions, type Observation, type TraceFormat } from './trace/formats/format'
export { readSteps } from './trace/formats/steps'
export { effects, replay, Replay } from './trace/replay'
export { type TrainingRow, trainingRow } from './trace/rows'
export type * from './trace/step'
