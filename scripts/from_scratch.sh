#!/usr/bin/env bash
# The project as a stranger meets it: a clean clone of HEAD, the README's demo, the packed tarball in consumers of every kind.
# Each consumer runs a program and a trace and checks what comes out. Says what passed; exits 1 if anything failed.
#
#   bash scripts/from_scratch.sh [--keep]     --keep leaves the temporary folder in place
set -uo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/pytracify-scratch-XXXXXX")
[ "${1:-}" = --keep ] || trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# step NAME COMMAND…: runs a command quietly; its output is shown if it fails.
step() {
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $name"
  else
    failed=$((failed + 1))
    echo "FAIL  $name"
    tail -n 40 "$work/log" | sed 's/^/      /'
    return 1
  fi
}
finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
  exit
}

# --- A clone, and the README's first command.
clone=$work/clone
step 'clone of HEAD' git clone --quiet --no-hardlinks "$repo" "$clone" || finish
cd "$clone"
step 'npm ci' npm ci --no-audit --no-fund || finish
demo() {
  local command
  command=$(grep -m1 'npm run demo' README.md | sed 's/ *#.*//')
  bash -c "$command" | tee "$work/demo" && grep -q "return letter, at" "$work/demo" && grep -q "('a', 3)" "$work/demo"
}
step "the README's demo" demo
step 'npm run build, with types' npm run build || finish

# --- What the library bundle for browsers depends on: nothing. It runs in a realm that has no process, no require and no document.
no_host() {
  ! grep -nE "(from|import|require)\s*\(?\s*['\"](node:|fs['\"]|path['\"]|process['\"])" dist/browser/*.js | cut -c1-200 | grep .
}
bare_realm() {
  cat >bare.mjs <<'EOF'
import vm from 'node:vm'
import { build } from 'esbuild'
const contents = "export * from './dist/browser/index.js'; import './dist/browser/stdlib.js'"
const options = { stdin: { contents, resolveDir: process.cwd() }, bundle: true, format: 'cjs', write: false }
const { outputFiles } = await build(options)
const module = { exports: {} }
const realm = { module, exports: module.exports, TextEncoder, TextDecoder, performance, crypto, atob }
vm.runInNewContext(outputFiles[0].text, realm)
const { run, trace, format } = module.exports
if (run('import re, dataclasses, json; print(json.dumps([1]))').stdout !== '[1]\n') throw new Error('run')
if (!format(trace('x = 1'), 'settrace').includes('"event": "line"')) throw new Error('trace')
EOF
  node bare.mjs
}
step 'the library for browsers imports nothing from the host' no_host
step 'it runs in a realm without process, require and DOM' bare_realm
npm run --silent bench:size | sed 's/^/      /'

# --- The tarball.
pack() { npm pack --ignore-scripts --silent --pack-destination "$work" >"$work/tarball"; }
step 'npm pack' pack || finish
tarball=$work/$(tail -n 1 "$work/tarball")
files() {
  tar -tzf "$tarball" | sort >"$work/files"
  cat "$work/files"
  ! grep -vE '^package/(dist/((index|stdlib)\.(js|cjs|d\.ts|d\.cts)|browser/[a-zA-Z0-9_-]+\.js|cli\.cjs|commands\.cjs|library\.pack)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$' "$work/files"
}
step 'the tarball holds what is needed and no more' files
types_wrong() { npx --yes @arethetypeswrong/cli@0.18 "$tarball" --no-color; }
step 'arethetypeswrong' types_wrong

# --- Consumers. Each has the same program and the same expectations.
consumer=$work/consumer
mkdir -p "$consumer"
cd "$consumer"
cat >check.txt <<'EOF'
const result = run('from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\nprint(P(1), sum(range(5)))')
if (result.stdout !== 'P(x=1) 10\n') throw new Error(JSON.stringify(result))
if (run('1 / 0').error?.type !== 'ZeroDivisionError') throw new Error('a Python exception is a result')
const t = trace('def f(n):\n    return n * 2\n', { call: 'f(21)' })
if (t.end.value !== '42') throw new Error(JSON.stringify(t.end))
const text = format(t, 'settrace')
if (!text.includes('{"event": "return", "function": "f", "line": 2, "locals": {"n": "21"}, "value": "42"}')) throw new Error(text)
EOF
echo '{ "name": "consumer", "private": true }' >package.json
step 'npm install of the tarball' npm install --no-audit --no-fund --silent "$tarball" || finish

{ echo "import { format, run, trace } from 'pytracify'"; cat check.txt; } >esm.mjs
{ echo "const { format, run, trace } = require('pytracify')"; cat check.txt; } >cjs.cjs
step 'ES module' node esm.mjs
{ echo "import 'pytracify/stdlib'"; cat esm.mjs; } >stdlib.mjs
{ echo "require('pytracify/stdlib')"; cat cjs.cjs; } >stdlib.cjs
step 'pytracify/stdlib' node stdlib.mjs
step 'pytracify/stdlib, CommonJS' node stdlib.cjs
step 'CommonJS' node cjs.cjs
step 'node -e' node -e "import('pytracify').then(({ run }) => process.exit(run('import random').ok ? 0 : 1))"

cat >worker_main.mjs <<'EOF'
import { Worker } from 'node:worker_threads'
const worker = new Worker(new URL('./worker.mjs', import.meta.url))
worker.on('message', (m) => process.exit(m === 'done' ? 0 : 1))
worker.on('error', (e) => { console.error(e); process.exit(1) })
EOF
{ echo "import { parentPort } from 'node:worker_threads'"; cat esm.mjs; echo "parentPort.postMessage('done')"; } >worker.mjs
step 'worker_threads' node worker_main.mjs

{
  echo "import { format, type Interpreter, type RunResult, run, type Step, type Trace, trace } from 'pytracify'"
  cat check.txt
  cat <<'EOF'
const all: Trace = t
const steps: readonly Step[] = all.steps
const again: RunResult = run('pass')
export const parts: [number, boolean, Interpreter | null] = [steps.length, again.ok, null]
// @ts-expect-error a format has a name
format(t, 1)
EOF
} >program.mts
sed "s/^import .* from 'pytracify'/import { format, run, trace, type Interpreter, type RunResult, type Step, type Trace } from 'pytracify'/" program.mts >program.cts
typecheck() { "$clone/node_modules/.bin/tsc" --noEmit --strict --target es2022 --lib es2022,dom "$@"; }
step 'types under node16, ES module' typecheck --module node16 --moduleResolution node16 program.mts
step 'types under node16, CommonJS' typecheck --module node16 --moduleResolution node16 program.cts
step 'types under bundler' typecheck --module esnext --moduleResolution bundler program.mts

# The command, installed.
command_line() {
  [ "$(npx pytracify run -c 'print(1 + 1)')" = 2 ] &&
    npx pytracify trace -c 'x = 1' -f settrace | grep -q '"event": "line"' &&
    npx pytracify dis - <<<'x = 1' | grep -q STORE_NAME
}
step 'the command' command_line

# A page and a Web Worker, bundled by Vite; run in Chromium where there is one.
mkdir -p app
echo '<!doctype html><title>waiting</title><script type="module" src="./page.js"></script>' >app/index.html
{
  cat stdlib.mjs
  cat <<'EOF'
const worker = new Worker(new URL('./in_worker.js', import.meta.url), { type: 'module' })
worker.onmessage = (e) => { document.title = e.data }
worker.onerror = (e) => { document.title = `worker: ${e.message}` }
EOF
} >app/page.js
# The worker fetches the library when it starts.
{
  echo "import { loadLibrary } from 'pytracify'"
  sed -n 1p esm.mjs
  echo 'await loadLibrary()'
  sed 1d esm.mjs
  echo "postMessage('done')"
} >app/in_worker.js
echo "export default { root: 'app', base: './', logLevel: 'warn', worker: { format: 'es' }, build: { target: 'es2022', chunkSizeWarningLimit: 9000 } }" >vite.config.mjs
step 'Vite bundle' "$clone/node_modules/.bin/vite" build
chromium=${CHROMIUM:-/usr/bin/chromium}
in_chromium() {
  cat >"$clone/drive.mjs" <<'EOF'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'
const [root, executablePath] = process.argv.slice(2)
const types = { '.html': 'text/html', '.js': 'text/javascript' }
const server = createServer((request, response) => {
  const path = join(root, request.url === '/' ? 'index.html' : request.url)
  if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
  createReadStream(path).pipe(response)
}).listen(0, '127.0.0.1')
await new Promise((ready) => server.once('listening', ready))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
page.on('pageerror', (e) => console.error(String(e)))
await page.goto(`http://127.0.0.1:${server.address().port}/`)
let title = ''
try {
  await page.waitForFunction(() => document.title !== 'waiting', null, { timeout: 60_000 })
} finally {
  title = await page.title()
  await browser.close()
  server.close()
}
if (title !== 'done') throw new Error(title)
EOF
  node "$clone/drive.mjs" "$consumer/app/dist" "$chromium"
}
if [ -x "$chromium" ]; then
  step 'page and Web Worker in Chromium' in_chromium
else
  echo "skip  page and Web Worker in Chromium: none at $chromium (set CHROMIUM)"
fi
finish
