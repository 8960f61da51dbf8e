/**
 * Generic walks over the AST: children, all nodes, and the visitor of `ast.NodeVisitor`, from the generated field table.
 *
 * `walk` and `nodes` keep their own queue, so that the depth of a tree is no limit; a visitor recurses as Python's does.
 */
import { type AST, nodeInfo } from './nodes.gen'

/** Whether a field's value is a node (operators and contexts, which are strings, are not). */
export function isNode(value: unknown): value is AST {
  return typeof value === 'object' && value !== null && 'kind' in value
}

/** Calls `visit` with each direct child, in field order. */
export function forEachChild(node: AST, visit: (child: AST) => void): void {
  for (const [, , , property] of nodeInfo[node.kind].fields) {
    const value = (node as unknown as Record<string, unknown>)[property]
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item)
    } else if (isNode(value)) visit(value)
  }
}

/** The node and all below it, breadth first, as `ast.walk` gives them. */
export function* walk(node: AST): Generator<AST> {
  const queue: AST[] = [node]
  for (let i = 0; i < queue.length; i++) {
    const current = queue[i]
    yield current
    forEachChild(current, (child) => queue.push(child))
  }
}

/** One function for some kinds of node; the others are only descended into. */
export type Visitor = { [K in AST['kind']]?: (node: Extract<AST, { kind: K }>) => void }

/**
 * Visits a tree like `ast.NodeVisitor`: a node of a kind the visitor has a function for is handed to it, and the function decides about the
 * children (`visitChildren`); of other nodes the children are visited.
 */
export function visit(node: AST, visitor: Visitor): void {
  const method = visitor[node.kind] as ((n: AST) => void) | undefined
  if (method === undefined) visitChildren(node, visitor)
  else method(node)
}

/** Visits the direct children of a node. */
export function visitChildren(node: AST, visitor: Visitor): void {
  forEachChild(node, (child) => visit(child, visitor))
}
