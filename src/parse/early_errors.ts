/**
 * Checks that the grammar leaves to the lowering: what may be assigned to, deleted, annotated.
 *
 * The grammar covers targets with expressions, because one token of look-ahead cannot tell them apart. A wrong target rejects the program
 * at the token after it, which is where CPython's own parser is stuck; its message comes from `diagnose.ts`.
 */
import type * as ast from '../ast/nodes.gen'
import type { Lowering } from './lower'

/** Makes an expression a target of assignment: sets the contexts, rejects the program at `token` if it cannot be one. */
export function storeTarget(cx: Lowering, target: ast.expr, token: number): ast.expr {
  switch (target.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      target.ctx = 'Store'
      return target
    case 'Starred':
      storeTarget(cx, target.value, token)
      target.ctx = 'Store'
      return target
    case 'Tuple':
    case 'List':
      for (const element of target.elts) storeTarget(cx, element, token)
      target.ctx = 'Store'
      return target
  }
  return cx.reject(token)
}

/** The target of an augmented or annotated assignment: a name, an attribute or a subscript. */
export function singleTarget(cx: Lowering, target: ast.expr, token: number): ast.Name | ast.Attribute | ast.Subscript {
  switch (target.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      target.ctx = 'Store'
      return target
  }
  return cx.reject(token)
}

/** Makes an expression a target of `del`. */
export function deleteTarget(cx: Lowering, target: ast.expr, token: number): ast.expr {
  switch (target.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      target.ctx = 'Del'
      return target
    case 'Tuple':
    case 'List':
      for (const element of target.elts) deleteTarget(cx, element, token)
      target.ctx = 'Del'
      return target
  }
  return cx.reject(token)
}
