/**
 * The console of the command line, driven through pipes as a terminal would drive it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const CLI = resolve(import.meta.dirname, '../../dist/cli.cjs')

function repl(input: string): { stdout: string; stderr: string; status: number | null } {
  expect(existsSync(CLI), "run 'npm run build:fast' first").toBe(true)
  return spawnSync(process.execPath, [CLI, 'repl'], { input, encoding: 'utf8' })
}

test('shows values, goes on after errors, takes blocks, and ends with the status of exit()', () => {
  const { stdout, stderr, status } = repl(
    'x = 20\nx + 1\n1 / 0\nfor i in range(2):\n    print(i)\n\n_ * 2\nimport sys\nsys.exit(3)\n',
  )
  expect(stdout).toBe('>>> >>> 21\n>>> >>> ... ... 0\n1\n>>> 42\n>>> >>> ')
  expect(stderr).toMatch(/^pytracify, Python 3\.13\.\d+ \(Ctrl-D ends\)\n/)
  expect(stderr).toContain('  File "<stdin>", line 1, in <module>\nZeroDivisionError: division by zero\n')
  expect(status).toBe(3)
})

test('ends with the input', () => {
  expect(repl('print(__name__)\n')).toMatchObject({ stdout: '>>> __main__\n>>> ', status: 0 })
})
