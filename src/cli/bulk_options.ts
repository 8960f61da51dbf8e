/** Options that bulk commands share, from words of the command line to settings. */
import type { Command } from 'commander'
import { completeOptions, formatNamed } from '../trace/formats'
import type { FormatOptions } from '../trace/formats/format'
import type { Granularity } from '../trace/step'
import { version } from '../../package.json'
import { ROLES } from './bulk_input'
import type { FormatRequest, JobSettings } from './bulk_jobs'
import { fail } from './host'
import { collect, count, optionValue } from './options'
import { defaultWorkers } from './worker_pool'

export interface BulkFlags {
  format: string
  option: string[]
  field: string[]
  call?: string
  output: string
  workers?: string
  granularity?: Granularity
  expand?: string
  values?: 'repr' | 'structural'
  only: string[]
  depth?: string
  maxSteps?: string
  maxSeconds?: string
  maxChars?: string
  maxMemory: string
  stdlib?: string
  sample?: string
  seed: string
  dedup: boolean
  keep: string
  force?: boolean
}

/** Limits of each of many programs; those of the Code World Model's data, but for the time. */
const DEFAULTS = { maxSteps: 10_000, maxSeconds: 10, maxChars: 1_000_000 }

const ENDS = ['done', 'exception', 'step-limit', 'time-limit', 'size-limit', 'memory-limit']

/** Options of every bulk command. */
export function bulkOptions(command: Command): Command {
  return command
    .option('-O, --option <name=value>', 'option of the formats, or of one: cwm.prompt=false (repeatable)', collect, [])
    .option('--field <role=name>', `the row's field for ${ROLES.join(', ')} (repeatable)`, collect, [])
    .option('--call <template>', "trace this call, with fields of the row in braces: 'f({input})'")
    .option('--workers <n>', 'worker threads (default: one less than there are cores)')
    .option('-g, --granularity <unit>', 'line, opcode or expression (default: what each format needs)')
    .option('--expand <what>', "'builtins': show what builtin operations do inside")
    .option('--values <how>', 'instances by their repr, or structural')
    .option('--only <glob>', 'as for trace (repeatable)', collect, [])
    .option('--depth <n>', 'as for trace')
    .option('--max-steps <n>', `end a trace after this many steps (many programs: ${DEFAULTS.maxSteps})`)
    .option('--max-seconds <s>', `end a program after this many seconds (many programs: ${DEFAULTS.maxSeconds})`)
    .option(
      '--max-chars <n>',
      `end a trace after this many characters of values and output (many programs: ${DEFAULTS.maxChars})`,
    )
    .option('--max-memory <mb>', 'memory of a worker in megabytes', '1024')
    .option('--stdlib <dir>', 'as for trace')
    .option('--force', 'replace what is there')
}

function requests(names: string, words: readonly string[]): FormatRequest[] {
  const out: FormatRequest[] = []
  try {
    for (const name of names.split(',')) {
      const format = formatNamed(name.trim())
      const options: Partial<FormatOptions> = {}
      for (const word of words) {
        const m = /^(?:([\w-]+)\.)?([\w]+)=(.*)$/s.exec(word)
        if (!m) fail(`--option takes NAME=VALUE or FORMAT.NAME=VALUE, not '${word}'`)
        if (m[1] !== undefined ? m[1] === format.name : m[2]! in format.options) options[m[2]!] = optionValue(m[3]!)
      }
      completeOptions(format, options)
      out.push({ name: format.name, options })
    }
    for (const word of words) {
      const [, of, name] = /^(?:([\w-]+)\.)?(\w+)=/.exec(word)!
      if (!out.some((r) => (of === undefined || r.name === of) && name! in r.options))
        fail(`no format of ${names} has an option '${name}'`)
    }
  } catch (e) {
    if (e instanceof RangeError) fail(e.message)
    throw e
  }
  return out
}

export function jobSettings(task: JobSettings['task'], flags: BulkFlags): JobSettings {
  const { granularity, values = 'repr' } = flags
  if (granularity !== undefined && !['line', 'opcode', 'expression'].includes(granularity))
    fail(`--granularity is line, opcode or expression, not '${granularity}'`)
  if (flags.expand !== undefined && flags.expand !== 'builtins')
    fail(`--expand takes 'builtins', not '${flags.expand}'`)
  if (values !== 'repr' && values !== 'structural') fail(`--values is repr or structural, not '${values}'`)
  const keep = flags.keep === 'all' ? ENDS : flags.keep.split(',')
  for (const end of keep) if (!ENDS.includes(end)) fail(`--keep takes ends of ${ENDS.join(', ')}, or all; not '${end}'`)
  return {
    task,
    version,
    formats: requests(flags.format, flags.option),
    run: {
      granularity,
      expand: flags.expand === 'builtins',
      values,
      only: flags.only,
      depth: count(flags.depth, '--depth'),
      maxSteps: count(flags.maxSteps, '--max-steps') ?? DEFAULTS.maxSteps,
      maxSeconds: count(flags.maxSeconds, '--max-seconds') ?? DEFAULTS.maxSeconds,
      maxChars: count(flags.maxChars, '--max-chars') ?? DEFAULTS.maxChars,
      stdlib: flags.stdlib ?? process.env['PYTRACIFY_STDLIB'],
    },
    keep,
  }
}

export function fieldNames(words: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {}
  for (const word of words) {
    const [role, name] = word.split('=')
    if (!ROLES.includes(role as (typeof ROLES)[number]) || !name)
      fail(`--field takes ROLE=NAME with a role of ${ROLES.join(', ')}; not '${word}'`)
    out[role!] = name
  }
  return out
}

/** `--sample`: how many, or which share. */
export function sampleOf(text: string | undefined): { count: number } | { share: number } | null {
  if (text === undefined) return null
  const m = /^(\d+(?:\.\d+)?)(%?)$/.exec(text)
  if (!m || Number(m[1]) === 0) fail(`--sample takes a number of programs or a share such as 5%, not '${text}'`)
  return m[2] === '%' ? { share: Number(m[1]) / 100 } : { count: Math.floor(Number(m[1])) }
}

export function workerCount(text: string | undefined): number {
  return Math.ceil(count(text, '--workers') ?? defaultWorkers())
}
