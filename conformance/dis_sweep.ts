/**
 * Compares `dis` text with `python3.13 -m dis`'s, over modules of CPython's library.
 *
 *   npm run conformance:dis -- [--count 200]
 *
 * Each module is shown plainly and with one of the options -C, -O and both, in turn. The only thing not compared is the addresses of
 * code objects.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { dis } from '../src/compile/dis'
import { compile } from '../src/vm/compile'
import { writeResult } from './results'
import { CompileOracle, findLib, findPython, withoutAddresses } from './compile_dump'

async function main(): Promise<number> {
  const python = findPython()
  if (python === undefined) {
    console.error('no CPython 3.13 found (set PYTHON313)')
    return 2
  }
  const at = process.argv.indexOf('--count')
  const count = at < 0 ? 200 : Number(process.argv[at + 1])
  const lib = findLib(python)
  const all = readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.py') && !f.includes('site-packages') && !/^(test|idlelib|lib2to3)/.test(f))
    .sort()
  const step = Math.max(1, Math.floor(all.length / count))
  const files = all.filter((_, i) => i % step === 0).slice(0, count)
  const variants = ['C', 'O', 'CO']
  let oracle = new CompileOracle(python)
  let equal = 0
  let texts = 0
  for (let i = 0; i < files.length; i++) {
    const path = join(lib, files[i])
    const code = compile(readFileSync(path), path)
    for (const variant of ['', variants[i % variants.length]]) {
      texts++
      const options = { showCaches: variant.includes('C'), showOffsets: variant.includes('O') }
      const ours = withoutAddresses(dis(code, options))
      let theirs = withoutAddresses((await oracle.ask({ file: path, dis: variant })).dis ?? '')
      if (ours !== theirs) {
        // A fresh interpreter has no interned strings of other files, which show in the order of frozensets.
        oracle.close()
        oracle = new CompileOracle(python)
        theirs = withoutAddresses((await oracle.ask({ file: path, dis: variant })).dis ?? '')
      }
      if (ours === theirs) {
        equal++
        continue
      }
      const a = ours.split('\n')
      const b = theirs.split('\n')
      const line = a.findIndex((text, n) => text !== b[n])
      console.log(`${files[i]} ${variant && `-${variant}`} line ${line + 1}\n  ours   ${a[line]}\n  theirs ${b[line]}`)
    }
  }
  oracle.close()
  console.log(`${files.length} modules, ${texts} texts, ${equal} equal`)
  writeResult({
    runner: 'dis',
    command: 'npm run conformance:dis',
    oracle: 'CPython 3.13',
    ...(files.length < all.length ? { partial: `${files.length} of ${all.length} modules` } : {}),
    rows: [{ area: 'compiler', aspect: 'text of dis', over: 'modules of Lib', equal, total: texts }],
  })
  return equal === texts ? 0 : 1
}

process.exitCode = await main()
