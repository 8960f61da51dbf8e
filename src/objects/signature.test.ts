/**
 * The binder by itself, with signatures of every shape.
 */
import { expect, test } from 'vitest'
import { PyTuple, type Value } from '../values/value'
import { Interpreter } from '../interpreter'
import type { Context } from './context'
import { defineFunction } from './define'
import { PyRaise } from './raise'
import { signatureText } from './signature'

const cx = new Interpreter().vm as unknown as Context

function call(key: string, args: Value[], kwnames: string[] | null = null): unknown {
  const f = defineFunction(key, 'A function.', (_cx, ...bound) => {
    seen = bound
    return null
  })
  let seen: unknown[] = []
  try {
    f.def.call(cx, undefined, args, kwnames)
    return seen
  } catch (e) {
    if (e instanceof PyRaise) return String(e.exc.args.items[0])
    throw e
  }
}

test('arguments arrive in the order of the parameters', () => {
  expect(call('f(a, b=2, /)', [1])).toEqual([1, 2])
  expect(call('f(a, b=2)', [3, 1], ['b'])).toEqual([3, 1])
  expect(call('f(*args, sep=None)', [1, 2])).toEqual([[1, 2], null])
  expect(call('f(a, /, *, key=None)', [1, 5], ['key'])).toEqual([1, 5])
  expect(call('f(a, b=<unrepresentable>, /)', [1])).toEqual([1, undefined])
  expect(call('f(a=(), /)', [])).toEqual([new PyTuple([])])
})

test('converters run on what is given, not on defaults', () => {
  expect(call('f(n: index = -1, /)', [])).toEqual([-1])
  expect(call('f(n: index = -1, /)', [true])).toEqual([1])
  expect(call('f(flag: bool = False)', ['x'])).toEqual([true])
  expect(call('f(s: str, /)', [1])).toBe('f() argument must be str, not int')
  expect(call('f(s: str, t: str, /)', ['a', 1])).toBe('f() argument 2 must be str, not int')
  expect(call('f(s: str)', [null])).toBe("f() argument 's' must be str, not None")
})

test('the shape of a signature words its errors', () => {
  expect(call('f()', [1])).toBe('f() takes no arguments (1 given)')
  expect(call('f(a, /)', [])).toBe('f() takes exactly one argument (0 given)')
  expect(call('f(a, /)', [1], ['x'])).toBe('f() takes no keyword arguments')
  expect(call('f(a, b, /)', [1])).toBe('f expected 2 arguments, got 1')
  expect(call('f(a=1, /)', [1, 2])).toBe('f expected at most 1 argument, got 2')
  expect(call('f(a, b=1)', [])).toBe("f() missing required argument 'a' (pos 1)")
  expect(call('f(a, b=1)', [1, 2, 3])).toBe('f() takes at most 2 arguments (3 given)')
  expect(call('f(a, b=1)', [1, 2], ['zzz'])).toBe("f() got an unexpected keyword argument 'zzz'")
  expect(call('f(a, b=1)', [1, 2], ['a'])).toBe("argument for f() given by name ('a') and position (1)")
})

test('the text signature has no converters', () => {
  expect(signatureText('pop(self, index: index = -1, /)')).toBe('(self, index=-1, /)')
  expect(signatureText('split(self, /, sep=None, maxsplit: index = -1)')).toBe('(self, /, sep=None, maxsplit=-1)')
})
