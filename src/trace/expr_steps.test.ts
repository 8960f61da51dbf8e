/** Steps within a line at expression granularity: what the oracle of expression values (`conformance/expr_oracle.py`) does not see. */
import { expect, test } from 'vitest'
import { trace } from '../index'
import { replay } from './replay'
import type { Step } from './step'

/** Branch and store steps of one call, shortly: `if:True`, `x=1`. */
function decisions(source: string, call: string): string[] {
  const lines = source.split('\n')
  const t = trace(source, { call, granularity: 'expression' })
  const text = ({ span }: Step): string => lines[span![0] - 1]!.slice(span![1], span![3])
  const out: string[] = []
  for (const step of t.steps) {
    if (step.event === 'branch')
      out.push(`${step.branch}:${step.value}${step.visit === undefined ? '' : `#${step.visit}`}`)
    else if (step.event === 'store') out.push(`${text(step)}=${step.value}`)
    else if (step.event === 'exception') out.push(`!${text(step)}`)
  }
  return out
}

test('cases: what fails, what fits, guards', () => {
  const source = [
    'def f(v):',
    '  match v:',
    '    case 0 | 1: return "small"',
    '    case [a, *rest] if rest: return a',
    '    case {"k": int(n)}: return n',
    '    case _: return None',
  ].join('\n')
  expect(decisions(source, 'f(1)')).toEqual(['case:True'])
  expect(decisions(source, 'f([1, 2])')).toEqual(['case:False', 'guard:True', 'case:True'])
  expect(decisions(source, 'f([1])')).toEqual(['case:False', 'guard:False', 'case:False', 'case:False', 'case:True'])
  expect(decisions(source, 'f({"k": 3})')).toEqual(['case:False', 'case:False', 'case:True'])
})

test('exceptions: the failing expression, the handlers tried', () => {
  const source = [
    'def f(xs):',
    '  try:',
    '    return xs[0] + 1 / xs[1]',
    '  except LookupError: return 1',
    '  except (ValueError, ArithmeticError) as e:',
    '    return 2',
  ].join('\n')
  expect(decisions(source, 'f([1, 0])')).toEqual(['!1 / xs[1]', 'except:False', 'except:True'])
  expect(decisions(source, 'f([])')).toEqual(['!xs[0]', 'except:True'])
})

test('groups of exceptions', () => {
  const source =
    'def f():\n  try:\n    raise ExceptionGroup("g", [KeyError(1)])\n  except* OSError: pass\n  except* KeyError: pass'
  expect(decisions(source, 'f()').slice(1)).toEqual(['except:False', 'except:True'])
})

test('rounds of loops begin anew', () => {
  const source = 'def f(n):\n  for i in range(2):\n    j = n\n    while j:\n      j -= 1\n      if i: break'
  expect(decisions(source, 'f(1)')).toEqual([
    ...['for:True#1', 'i=0', 'j=1', 'while:True#1', 'j=0', 'if:False', 'while:False'],
    ...['for:True#2', 'i=1', 'j=1', 'while:True#1', 'j=0', 'if:True', 'for:False'],
  ])
})

test('targets of stores', () => {
  const source = [
    'class O: pass',
    'def f(d, o):',
    '  d["k"], o.v, *rest = 1, 2, 3, 4',
    '  d["k"] += 1',
    '  o.v -= 1',
    '  d[1:] = rest',
  ].join('\n')
  expect(decisions(source, 'f({}, O())').slice(0, 6)).toEqual([
    'd["k"]=1',
    'o.v=2',
    'rest=[3, 4]',
    'd["k"]=2',
    'o.v=1',
    'd[1:]=[3, 4]',
  ])
})

test('what is left out has no value', () => {
  const source = 'def f(a, b):\n  return (a and b) or (a if b else (b and b))'
  const t = trace(source, { call: 'f(0, 5)', granularity: 'expression' })
  const texts = t.steps
    .filter((s) => s.event === 'expr')
    .map((s) => source.split('\n')[1]!.slice(s.span![1], s.span![3]))
  expect(texts).not.toContain('b and b')
  expect(texts).toContain('a if b else (b and b)')
})

test('a comprehension has its value before it is stored', () => {
  const t = trace('def f(xs):\n  ys = [k for k in xs]\n  return ys', { call: 'f([1])', granularity: 'expression' })
  const value = t.steps.findIndex((s) => s.event === 'expr' && s.value === '[1]' && s.span![1] === 7)
  const store = t.steps.findIndex((s) => s.event === 'store' && s.value === '[1]')
  expect(value).toBeGreaterThan(0)
  expect(store).toBe(value + 1)
})

test('marks change no byte, and steps of the line are those of granularity line', () => {
  const source =
    'def f(n):\n  t = 0\n  while n and t < 9: t += n if n % 2 else -1; n -= 1\n  return [t, *(x for x in (1, t) if x)]'
  const skeleton = (granularity: 'line' | 'expression'): string[] =>
    trace(source, { call: 'f(4)', granularity })
      .steps.filter((s) => !['expr', 'branch', 'store'].includes(s.event))
      .map((s) => `${s.event} ${s.line}`)
  expect(skeleton('expression')).toEqual(skeleton('line'))
  const last = [...replay(trace(source, { call: 'f(4)', granularity: 'expression' }).steps)].at(-1)!
  expect(last.step.value).toBe(trace(source, { call: 'f(4)' }).end.value)
})
