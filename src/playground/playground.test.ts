/**
 * The playground in a real browser: built as it is published, served from a folder, driven by hand as a user would. Skipped, and says so, where there is no Chromium.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const there = existsSync(CHROMIUM)
if (!there) console.log(`playground tests skipped: no Chromium at ${CHROMIUM} (set CHROMIUM)`)
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

describe.skipIf(!there)('playground', () => {
  let dir: string
  let server: Server
  let browser: Browser
  let page: Page
  const errors: string[] = []

  const text = (id: string): Promise<string> => page.$eval(`#${id}`, (e) => e.textContent ?? '')
  const done = (): Promise<unknown> =>
    page.waitForFunction(() => /^(done|ended|stopped)/.test(document.getElementById('status')!.textContent!), null, {
      timeout: 60_000,
    })
  /** Types a program into the editor and runs it. */
  async function run(source: string, granularity = 'line'): Promise<void> {
    await page.click('.cm-content')
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(source)
    // Choosing runs the program at once, also when the choice is the old one.
    if ((await page.inputValue('#granularity')) !== granularity) await page.selectOption('#granularity', granularity)
    await page.waitForFunction(() => (document.getElementById('run') as HTMLButtonElement).disabled === false, null, {
      timeout: 60_000,
    })
    await page.click('#run')
  }
  async function goTo(step: number): Promise<void> {
    await page.$eval(
      '#slider',
      (e, n) => {
        const slider = e as HTMLInputElement
        slider.value = String(n)
        slider.dispatchEvent(new Event('input'))
      },
      step,
    )
  }

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'playground-'))
    await build({
      configFile: resolve(import.meta.dirname, '../../vite.config.ts'),
      root: import.meta.dirname,
      logLevel: 'error',
      build: { outDir: dir, emptyOutDir: true },
    })
    server = createServer((request, response) => {
      const path = join(dir, request.url === '/' ? 'index.html' : request.url!.split('?')[0]!)
      if (!existsSync(path)) {
        response.writeHead(404).end()
        return
      }
      response
        .writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
        .end(readFileSync(path))
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    page.on('pageerror', (e) => errors.push(e.message))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await done()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    server?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('steps forward and back, by button, key and slider', async () => {
    const first = await text('position')
    await page.click('#forward')
    const second = await text('position')
    expect(second).not.toBe(first)
    await page.click('#back')
    expect(await text('position')).toBe(first)
    await page.focus('#forward')
    await page.keyboard.press('End')
    expect(await text('position')).toMatch(/^step (\d+) of \1$/)
    await page.keyboard.press('Home')
    expect(await text('position')).toMatch(/^step 1 of/)
    await goTo(5)
    expect(await text('position')).toMatch(/^step 6 of/)
  })

  it('shows frames, changed variables and output so far', async () => {
    await run('def f(a):\n    b = a * 2\n    print(b)\n    return b\nf(21)\n')
    await done()
    await goTo(5)
    expect(await text('frames')).toContain('b42')
    expect(await page.$$eval('tr.changed', (rows) => rows.map((r) => r.textContent))).toContain('b42')
    await page.click('#last')
    expect(await text('stdout')).toBe('42\n')
  })

  it('shows aliasing by shared ids', async () => {
    await run('row = [0]\ngrid = [row, row]\ngrid[0].append(1)\n')
    await done()
    await page.click('#last')
    const ids = await page.$$eval('#heap .cells .ref', (refs) => refs.map((r) => r.textContent))
    expect(ids.length).toBe(2)
    expect(ids[0]).toBe(ids[1])
  })

  it('shows byte code and the value stack', async () => {
    await run('x = 2\ny = x + 3\n', 'opcode')
    await done()
    for (let i = 0; i < 40 && !(await text('event')).includes('BINARY_OP'); i++) await page.click('#forward')
    expect(await text('bytecode')).toContain('BINARY_OP')
    expect(await page.$$eval('#stack li', (rows) => rows.map((r) => r.textContent))).toEqual(['3', '2'])
  })

  it('shows the expressions of a line', async () => {
    await run('x = 4\ny = (x + 1) * 2\n', 'expression')
    await done()
    for (let i = 0; i < 40 && !(await text('expressions')).includes('10'); i++) await page.click('#forward')
    expect(await text('expressions')).toContain('x + 1 → 5')
  })

  it('writes any format beside the program', async () => {
    await run('x = 1\n')
    await done()
    await page.selectOption('#format', 'settrace')
    await page.waitForFunction(() => document.getElementById('text')!.textContent!.startsWith('{"event": "call"'))
    const names = await page.$$eval('#format option', (options) => options.length)
    expect(names).toBeGreaterThan(15)
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')])
    expect(download.suggestedFilename()).toBe('trace.settrace.jsonl')
  })

  it('shows errors with carets', async () => {
    await run('def f(x):\n    return 1 / x\nf(0)\n')
    await done()
    expect(await text('error')).toContain('~~^~~')
    await run('x = (1,\n')
    await page.waitForFunction(() => document.getElementById('error')!.textContent!.includes('SyntaxError'))
  })

  it('stops a program that does not end, and goes on after it', async () => {
    await run('print(sum(range(10 ** 12)))\n')
    await page.waitForFunction(() => (document.getElementById('stop') as HTMLButtonElement).disabled === false)
    await page.click('#stop')
    expect(await text('status')).toMatch(/^stopped/)
    await run('print("again")\n')
    await done()
    await page.click('#last')
    expect(await text('stdout')).toBe('again\n')
  })

  it('reads standard input', async () => {
    await page.$eval('#input', (e) => e.setAttribute('open', ''))
    await page.fill('#stdin', '20\n')
    await run('print(int(input()) + 1)\n')
    await done()
    await page.click('#last')
    expect(await text('stdout')).toBe('21\n')
  })

  it('stays smooth over a trace of 100,000 steps', async () => {
    await run('t = 0\nfor i in range(50000):\n    t += i\n')
    await done()
    expect(Number(/of (\d+)/.exec(await text('position'))![1])).toBeGreaterThan(100_000)
    await goTo(90_000)
    const start = Date.now()
    for (const n of [100, 50_000, 99_000, 3, 70_000, 69_999, 69_998]) await goTo(n)
    expect((Date.now() - start) / 7).toBeLessThan(400)
  })

  it('has a light and a dark theme, and no errors', async () => {
    const theme = (): Promise<string | undefined> => page.$eval('html', (e) => (e as HTMLElement).dataset['theme'])
    const before = await theme()
    await page.click('#theme')
    expect(await theme()).not.toBe(before)
    expect(errors).toEqual([])
  })
})
