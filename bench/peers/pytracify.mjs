/**
 * This build, as the peers are run.
 */
import { pathToFileURL } from 'node:url'

export async function load(bundle, write) {
  const { Interpreter } = await import(pathToFileURL(bundle).href)
  const interpreter = new Interpreter({ filename: 'main.py' })
  return (source) => {
    const { stdout, stderr, exitCode } = interpreter.run(source)
    write(stdout)
    if (exitCode !== 0) throw new Error(stderr.trim().split('\n').at(-1))
  }
}
