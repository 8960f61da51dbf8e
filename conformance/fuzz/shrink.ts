/**
 * Making a program small while something stays true of it.
 *
 * Works on our syntax tree and writes it back with `unparse`: statements go, compound statements give way to what is in them, expressions to their parts or to a constant. A
 * program that does not survive being written anew (what differs lies in its layout, or it cannot be parsed) loses lines instead.
 */
import type * as ast from '../../src/ast/nodes.gen'
import { type AST, type expr, nodeInfo, type stmt } from '../../src/ast/nodes.gen'
import { isNode } from '../../src/ast/visit'
import { unparse } from '../../src/ast/unparse'
import { parse } from '../../src/parse/parse'

/** Whether a program still has what is looked for. */
export type Holds = (source: string) => Promise<boolean>

interface Budget {
  tries: number
  until: number
}

const spent = (b: Budget) => b.tries <= 0 || Date.now() > b.until

/** Replaces a range of list items or a field by something else; `undo` puts it back. */
interface Edit {
  apply: () => void
  undo: () => void
}

function fieldsOf(node: AST): [object: Record<string, unknown>, property: string, optional: boolean][] {
  return nodeInfo[node.kind].fields.map(([, , quantifier, property]) => [
    node as unknown as Record<string, unknown>,
    property,
    quantifier === '?',
  ])
}

/** Lists of statements of a tree, outermost first. */
function bodies(root: AST): stmt[][] {
  const found: stmt[][] = []
  const queue: AST[] = [root]
  for (let i = 0; i < queue.length; i++) {
    for (const [object, property] of fieldsOf(queue[i]!)) {
      const value = object[property]
      if (Array.isArray(value)) {
        if (value.length > 0 && isNode(value[0]) && nodeInfo[value[0].kind].sum === 'stmt') found.push(value as stmt[])
        queue.push(...value.filter(isNode))
      } else if (isNode(value)) queue.push(value)
    }
  }
  return found
}

function splice<T>(list: T[], at: number, count: number, ...items: T[]): Edit {
  const before = [...list]
  return {
    apply: () => list.splice(at, count, ...items),
    undo: () => list.splice(0, list.length, ...before),
  }
}

/** Statements within a statement, by body. */
function inner(node: stmt): stmt[][] {
  return bodies(node)
}

function* statementEdits(root: AST): Generator<Edit> {
  for (const list of bodies(root)) {
    for (let size = list.length; size >= 1; size = size >> 1) {
      for (let at = list.length - size; at >= 0; at -= size) {
        if (at + size > list.length) continue
        yield splice(list, at, size)
      }
    }
    for (let at = list.length - 1; at >= 0; at--) {
      const node = list[at]
      if (node === undefined) continue
      for (const body of inner(node)) yield splice(list, at, 1, ...body)
    }
  }
}

const simple = (source: string): expr => {
  const tree = parse(source, { mode: 'eval' }) as unknown as { body: expr }
  return tree.body
}

function* expressionEdits(root: AST): Generator<Edit> {
  const queue: AST[] = [root]
  for (let i = 0; i < queue.length; i++) {
    for (const [object, property, optional] of fieldsOf(queue[i]!)) {
      const value = object[property]
      const set = (next: unknown): Edit => ({
        apply: () => {
          object[property] = next
        },
        undo: () => {
          object[property] = value
        },
      })
      if (Array.isArray(value)) {
        if (value.length > 0 && isNode(value[0]) && nodeInfo[value[0].kind].sum !== 'stmt') {
          // What belongs together by position goes together.
          const pair = { ops: 'comparators', keys: 'values', kwd_attrs: 'kwd_patterns' }[property]
          for (let at = value.length - 1; at >= 0; at--) {
            const edits = [splice(value, at, 1)]
            if (pair !== undefined && Array.isArray(object[pair])) edits.push(splice(object[pair] as unknown[], at, 1))
            const each = (act: 'apply' | 'undo') => () => {
              for (const edit of edits) edit[act]()
            }
            yield { apply: each('apply'), undo: each('undo') }
          }
        }
        for (const [at, item] of value.entries()) {
          if (!isNode(item)) continue
          if (nodeInfo[item.kind].sum === 'expr')
            for (const next of smaller(item as expr)) yield splice(value, at, 1, next)
          queue.push(item)
        }
      } else if (isNode(value)) {
        if (nodeInfo[value.kind].sum === 'expr') {
          for (const next of smaller(value as expr)) yield set(next)
        }
        if (optional) yield set(null)
        queue.push(value)
      } else if (typeof value === 'string' && optional) yield set(null)
    }
  }
}

function* smaller(node: expr): Generator<expr> {
  if (node.kind === 'Constant') return
  if (node.kind === 'Name' && node.ctx !== 'Load') return
  for (const [object, property] of fieldsOf(node)) {
    const value = object[property]
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && nodeInfo[child.kind].sum === 'expr') yield child as expr
      else if (isNode(child) && child.kind === 'keyword') yield child.value
      else if (isNode(child) && child.kind === 'comprehension') yield child.iter
    }
  }
  if (node.kind !== 'Name' && node.kind !== 'Starred' && node.kind !== 'Slice')
    for (const source of ['None', '1']) yield simple(source)
}

/** Removes runs of lines. */
async function shrinkLines(source: string, holds: Holds, budget: Budget): Promise<string> {
  let lines = source.trimEnd().split('\n')
  for (let size = Math.max(1, lines.length >> 1); size >= 1; ) {
    let removed = false
    for (let at = 0; at < lines.length && !spent(budget); ) {
      const rest = [...lines.slice(0, at), ...lines.slice(at + size)]
      budget.tries--
      if (rest.length > 0 && (await holds(`${rest.join('\n')}\n`))) {
        lines = rest
        removed = true
      } else at += size
    }
    if (size === 1 && !removed) break
    size = size === 1 ? 1 : size >> 1
    if (spent(budget)) break
  }
  return `${lines.join('\n')}\n`
}

/** The smallest program found. `seconds` and `tries` bound the search; it never gives one for which `holds` was not seen true. */
export async function shrink(source: string, holds: Holds, { tries = 300, seconds = 40 } = {}): Promise<string> {
  const budget: Budget = { tries, until: Date.now() + seconds * 1000 }
  let best = await shrinkLines(source, holds, { tries: tries >> 2, until: budget.until })
  let tree: ast.mod
  try {
    tree = parse(best)
    if (!(await holds(`${unparse(tree)}\n`))) return best
  } catch {
    return best
  }
  best = `${unparse(tree)}\n`
  for (const edits of [statementEdits, expressionEdits, statementEdits, expressionEdits]) {
    // After a success the search goes on where it was; it starts over as long as a pass finds something.
    for (let start = 0, found = false; !spent(budget); ) {
      let at = -1
      let next = -1
      for (const edit of edits(tree)) {
        if (++at < start) continue
        if (spent(budget)) break
        edit.apply()
        if (await smallerHolds()) {
          next = at
          break
        }
        edit.undo()
      }
      if (next >= 0) {
        start = next
        found = true
        // Trees share nothing after being read anew.
        tree = parse(best)
      } else if (found && start > 0) {
        start = 0
        found = false
      } else break
    }
  }
  return best

  async function smallerHolds(): Promise<boolean> {
    let text: string
    try {
      text = `${unparse(tree as ast.mod)}\n`
      parse(text)
    } catch {
      return false
    }
    if (text.length >= best.length) return false
    budget.tries--
    if (!(await holds(text))) return false
    best = text
    return true
  }
}
