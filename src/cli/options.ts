/** Words of the command line as values. */
import { fail } from './host'

/** For options that may be given more than once. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

/** A positive number. */
export function count(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined
  const n = Number(text)
  if (!Number.isFinite(n) || n <= 0) fail(`${flag} takes a positive number, not '${text}'`)
  return n
}

/** The value of a format option: numbers, true, false and null as such. */
export function optionValue(text: string): string | number | boolean | null {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  return text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}
