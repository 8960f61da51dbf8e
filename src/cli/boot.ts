#!/usr/bin/env node
/**
 * What `pytracify` starts with: runs `commands.cjs` beside it, from compiled code where a run before has left some.
 *
 * Reading and compiling the commands costs more than most programs they run, so V8's compiled code is kept in the user's cache directory, one file for each
 * command (its code holds what that command needed). A file belongs to one Node, one build and one command, is written whole under another name before
 * it gets its own, and begins with a checksum: V8 trusts what it is given. Whatever is wrong with the cache, the command runs without it.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

const COMMANDS = ['run', 'repl', 'trace', 'check', 'dataset', 'formats', 'ast', 'dis', 'symtable', 'tokenize']
/** Checksum, and up to the next multiple of eight, as V8 wants its data. */
const HEAD = 8

/** Where compiled code is kept, undefined if it is not wanted. PYTRACIFY_CACHE names another directory, or none. */
function cacheDirectory(): string | undefined {
  const { env, platform } = process
  // The first releases of Node 20 have no checksum that is fast enough.
  if (typeof crc32 !== 'function') return undefined
  if (env['PYTRACIFY_CACHE'] !== undefined) return env['PYTRACIFY_CACHE'] || undefined
  if (platform === 'win32') return env['LOCALAPPDATA'] && join(env['LOCALAPPDATA'], 'pytracify', 'cache')
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'pytracify')
  return env['HOME'] && join(env['HOME'], platform === 'darwin' ? 'Library/Caches' : '.cache', 'pytracify')
}

function readCache(path: string): Buffer | undefined {
  try {
    const file = readFileSync(path)
    const data = file.subarray(HEAD)
    return file.readUInt32LE(0) === crc32(data) ? data : undefined
  } catch {
    return undefined
  }
}

/** Keeps the code, and removes what other builds have left for this command. */
function writeCache(directory: string, prefix: string, name: string, code: Buffer): void {
  const temporary = join(directory, `${name}.${process.pid}`)
  try {
    const file = Buffer.alloc(HEAD + code.length)
    code.copy(file, HEAD)
    file.writeUInt32LE(crc32(code), 0)
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeFileSync(temporary, file)
    renameSync(temporary, join(directory, name))
    for (const other of readdirSync(directory)) {
      if (other.startsWith(prefix) && other !== name) rmSync(join(directory, other), { force: true })
    }
  } catch {
    try {
      rmSync(temporary, { force: true })
    } catch {
      // Nothing can be kept here.
    }
  }
}

function start(): void {
  const filename = join(__dirname, 'commands.cjs')
  const directory = cacheDirectory()
  const command = COMMANDS.includes(process.argv[2]) ? process.argv[2] : 'other'
  const prefix = `${command}-${process.version}-${process.arch}-`
  let name = ''
  let cached: Buffer | undefined
  if (directory !== undefined) {
    const { size, mtimeMs } = statSync(filename)
    name = `${prefix}${size}-${Math.floor(mtimeMs)}`
    cached = readCache(join(directory, name))
  }
  // The text is ASCII: the build escapes everything else.
  const text = readFileSync(filename, 'latin1')
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename,
    cachedData: cached,
  })
  if (directory !== undefined && (cached === undefined || script.cachedDataRejected)) {
    process.on('exit', () => writeCache(directory, prefix, name, script.createCachedData()))
  }
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, filename, __dirname)
}

start()
