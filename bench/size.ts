/**
 * What the library weighs in a page: small programs bundled from the built package as a bundler of applications does it, minified, compressed with gzip.
 *
 *     npm run bench:size -- [--json FILE]
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { argv } from 'node:process'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface Size {
  /** What the program imports. */
  name: string
  bytes: number
  gzip: number
}

const PROGRAMS: Record<string, string> = {
  run: "import { run } from 'pytracify'\nrun('pass')",
  'run, trace, format': "import { format, run, trace } from 'pytracify'\nrun('pass')\nformat(trace('pass'), 'text')",
  everything: "import * as pytracify from 'pytracify'\nglobalThis.pytracify = pytracify",
  'everything, standard library':
    "import * as pytracify from 'pytracify'\nimport 'pytracify/stdlib'\nglobalThis.pytracify = pytracify",
}

/** Sizes of the first load of each program; what is fetched later does not count. */
export async function measureSizes(): Promise<Size[]> {
  const dir = mkdtempSync(join(tmpdir(), 'size-'))
  try {
    mkdirSync(join(dir, 'node_modules'))
    symlinkSync(resolve(import.meta.dirname, '..'), join(dir, 'node_modules/pytracify'))
    const out: Size[] = []
    for (const [name, contents] of Object.entries(PROGRAMS)) {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: dir },
        bundle: true,
        minify: true,
        splitting: true,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        write: false,
        outdir: dir,
        metafile: true,
      })
      // Files reached by static imports from the first.
      const text = new Map(outputFiles.map((f) => [f.path.split('/').pop() as string, f.contents]))
      const first = new Set<string>()
      const load = (file: string): void => {
        if (first.has(file)) return
        first.add(file)
        const source = new TextDecoder().decode(text.get(file))
        for (const m of source.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) load(m[1] as string)
      }
      load('stdin.js')
      const loaded = [...first].map((f) => text.get(f) as Uint8Array)
      const sum = (of: (data: Uint8Array) => number): number => loaded.reduce((n, data) => n + of(data), 0)
      out.push({ name, bytes: sum((d) => d.length), gzip: sum((d) => gzipSync(d, { level: 9 }).length) })
    }
    return out
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

if (import.meta.filename === resolve(argv[1] ?? '')) {
  const sizes = await measureSizes()
  for (const { name, bytes, gzip } of sizes) {
    console.log(
      `${(gzip / 1000).toFixed(1).padStart(8)} kB gzipped ${(bytes / 1000).toFixed(1).padStart(9)} kB   ${name}`,
    )
  }
  const file = argv[argv.indexOf('--json') + 1]
  if (argv.includes('--json') && file !== undefined) writeFileSync(file, `${JSON.stringify(sizes, null, 2)}\n`)
}
