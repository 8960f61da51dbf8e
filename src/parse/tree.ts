/**
 * The Lezer tree in arrays: what the lowering walks.
 *
 * Input: a `Tree` whose positions are token indices (see `tokens.ts`). Lezer keeps it as a mixture of objects and 16-bit buffers, balanced
 * with anonymous nodes; here it is one table of node type, token range, first child and next sibling, so that a step of the lowering is
 * an array read and any part of it can be walked without recursion.
 */
import { type Tree, TreeBuffer, type Tree as TreeNode } from '@lezer/common'

/** A syntax tree in parallel arrays; node 0 is the top node, and 0 as a link means that there is none. */
export class SyntaxTree {
  readonly type: Uint8Array
  /** Token range, `to` exclusive. */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array
  count = 0

  constructor(capacity: number) {
    this.type = new Uint8Array(capacity)
    this.from = new Int32Array(capacity)
    this.to = new Int32Array(capacity)
    this.first = new Int32Array(capacity)
    this.next = new Int32Array(capacity)
  }

  /** How many children a node has. */
  childCount(node: number): number {
    let count = 0
    for (let child = this.first[node]; child !== 0; child = this.next[child]) count++
    return count
  }

  lastChild(node: number): number {
    let last = 0
    for (let child = this.first[node]; child !== 0; child = this.next[child]) last = child
    return last
  }
}

function countNodes(tree: TreeNode): number {
  let count = 1
  const stack: TreeNode[] = [tree]
  while (stack.length > 0) {
    for (const child of stack.pop()!.children) {
      if (child instanceof TreeBuffer) count += child.buffer.length >> 2
      else {
        count++
        stack.push(child)
      }
    }
  }
  return count
}

/** The table of a tree. Null if it has error nodes: Lezer gives up on very deep nesting even when it is strict. */
export function flattenTree(tree: Tree): SyntaxTree | null {
  const table = new SyntaxTree(countNodes(tree))
  const { type, from, to, first, next } = table
  // Last child so far of each node, to link the next one to.
  const last = new Int32Array(type.length)
  type[0] = tree.type.id
  to[0] = tree.length
  let count = 1
  const add = (parent: number, id: number, start: number, end: number): number => {
    const node = count++
    type[node] = id
    from[node] = start
    to[node] = end
    if (last[parent] === 0) first[parent] = node
    else next[last[parent]] = node
    last[parent] = node
    return node
  }

  // Trees being walked: the tree, the offset of its start, the node its children belong to, and how far it has been walked.
  const trees: TreeNode[] = [tree]
  const offsets: number[] = [0]
  const parents: number[] = [0]
  const indices: number[] = [0]
  // Ends (in the buffer) and nodes of the open nodes of a buffer.
  const ends: number[] = []
  const open: number[] = []
  while (trees.length > 0) {
    const top = trees.length - 1
    const current = trees[top]
    const index = indices[top]
    if (index === current.children.length) {
      trees.pop()
      offsets.pop()
      parents.pop()
      indices.pop()
      continue
    }
    indices[top] = index + 1
    const child = current.children[index]
    const offset = offsets[top] + current.positions[index]
    const parent = parents[top]
    if (child instanceof TreeBuffer) {
      const { buffer, set } = child
      const named = set.types
      let depth = 0
      let owner = parent
      for (let i = 0; i < buffer.length; i += 4) {
        while (depth > 0 && i >= ends[depth - 1]) {
          depth--
          owner = depth > 0 ? open[depth - 1] : parent
        }
        const id = buffer[i]
        if (id === 0) return null
        let node = owner
        if (!named[id].isAnonymous) node = add(owner, id, offset + buffer[i + 1], offset + buffer[i + 2])
        if (buffer[i + 3] > i + 4) {
          ends[depth] = buffer[i + 3]
          open[depth] = node
          depth++
          owner = node
        }
      }
    } else {
      if (child.type.isError) return null
      const node = child.type.isAnonymous ? parent : add(parent, child.type.id, offset, offset + child.length)
      trees.push(child)
      offsets.push(offset)
      parents.push(node)
      indices.push(0)
    }
  }
  table.count = count
  return table
}
