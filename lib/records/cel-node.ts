/**
 * CelNode is the part of the library's syntax tree that is used here: what a node does, over which operands, where it
 * stands, and how it is run. The library's own types leave the last one out.
 */
export interface CelNode {
  readonly op: string
  readonly args: unknown
  readonly start: number
  readonly end: number
  readonly meta: { readonly alternate?: CelNode; readonly macro?: { readonly args?: unknown } }
  evaluate: (evaluator: unknown, node: CelNode, context: unknown) => unknown
}

export interface CelCall {
  readonly name: string
  readonly receiver: CelNode | null
  readonly args: readonly CelNode[]
}

export function isNode(value: unknown): value is CelNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'evaluate' in value
}

/** childrenOf gives the nodes right below one; a macro such as `all` is already what it stands for. */
export function childrenOf(node: CelNode): CelNode[] {
  const { alternate, macro } = node.meta
  return nodesIn(alternate ?? macro?.args ?? node.args)
}

function nodesIn(value: unknown): CelNode[] {
  if (isNode(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.values(value).flatMap(nodesIn)
    : []
}

/** walk gives every node once; a macro uses some in two places. */
export function walk(root: CelNode, seen = new Set<CelNode>()): Set<CelNode> {
  if (seen.has(root)) return seen
  seen.add(root)
  for (const child of childrenOf(root)) walk(child, seen)
  return seen
}

/** callOf gives what a call calls, or null for any other node. */
export function callOf(node: CelNode): CelCall | null {
  if (!Array.isArray(node.args)) return null
  const [name, ...rest] = node.args as unknown[]
  if (node.op === 'call') return { name: String(name), receiver: null, args: nodesIn(rest) }
  if (node.op !== 'rcall') return null
  const [receiver, ...args] = nodesIn(rest)
  return { name: String(name), receiver: receiver ?? null, args }
}

/** literalOf gives a written text or number, or undefined. */
export function literalOf(node: CelNode | undefined): unknown {
  return node?.op === 'value' ? node.args : undefined
}
