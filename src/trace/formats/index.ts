/** The list of trace formats: one row each. A new format is one file and one row here. */
import { chrome } from './chrome'
import { codeexecutor } from './codeexecutor'
import { cwm } from './cwm'
import { etCot } from './et_cot'
import { etCompact, etDynamic, etFull } from './et'
import { execverify } from './execverify'
import type { FormatOptions, TraceFormat } from './format'
import { next, semcoder } from './inline'
import { ldb } from './ldb'
import { neuralDebugger } from './neural_debugger'
import { nye } from './nye'
import { pysnooper } from './pysnooper'
import { pytutor } from './pytutor'
import { settrace } from './settrace'
import { steps } from './steps'
import { text } from './text'

export const formats: readonly TraceFormat[] = [
  text,
  steps,
  settrace,
  cwm,
  neuralDebugger,
  nye,
  next,
  semcoder,
  codeexecutor,
  pysnooper,
  pytutor,
  execverify,
  ldb,
  etFull,
  etCompact,
  etDynamic,
  etCot,
  chrome,
]

/** The format of a name; `name@version` asks for that very version. Throws a RangeError that lists the names. */
export function formatNamed(name: string): TraceFormat {
  const [base, version] = name.split('@')
  const found = formats.find((f) => f.name === base)
  if (!found) throw new RangeError(`unknown trace format '${name}'; known: ${formats.map((f) => f.name).join(', ')}`)
  if (version !== undefined && Number(version) !== found.version) {
    throw new RangeError(`format '${found.name}' is at version ${found.version}, not ${version}`)
  }
  return found
}

/** A format's options with defaults filled in. Throws a RangeError on unknown names and values. */
export function completeOptions(format: TraceFormat, given: Partial<FormatOptions> = {}): FormatOptions {
  const out: FormatOptions = {}
  for (const [name, spec] of Object.entries(format.options)) out[name] = spec.default
  for (const [name, value] of Object.entries(given)) {
    const spec = format.options[name]
    if (!spec) {
      const known = Object.keys(format.options).join(', ') || 'none'
      throw new RangeError(`format '${format.name}' has no option '${name}'; its options: ${known}`)
    }
    if (spec.choices && !spec.choices.includes(String(value)))
      throw new RangeError(`option '${name}' of '${format.name}' is one of ${spec.choices.join(', ')}`)
    if (value !== undefined) out[name] = value
  }
  return out
}
