/**
 * One program on one engine in a process of its own: `node child.mjs ADAPTER FOLDER PROGRAM`.
 *
 * An adapter exports `load(folder, write)`, which gives a function that runs a program's text. Standard output is the program's; the last line of standard
 * error has the seconds of processor time that loading and running took, `CPU LOAD RUN`.
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'

const [adapter, folder, program] = process.argv.slice(2)
const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const source = readFileSync(program, 'utf8')
const { load } = await import(new URL(`${adapter}.mjs`, import.meta.url).href)
const texts = []
let loading = 0
let running = 0
try {
  const started = cpu()
  const run = await load(folder, (text) => void texts.push(text))
  const loaded = cpu()
  await run(source)
  loading = loaded - started
  running = cpu() - loaded
} catch (e) {
  process.stderr.write(`${e instanceof Error ? e.message : String(e)}\n`)
  process.exit(1)
}
process.stdout.write(texts.join(''), () => {
  process.stderr.write(`CPU ${loading} ${running}\n`, () => process.exit(0))
})
