/** Departments as a tree, walked from the top: each with how deep it lies. One whose parent cannot be seen, or that lies in a ring, stands at the top. */
export type Node = { id: string; name: string; parent: string | null }
export type Placed = Node & { depth: number }

export function walk(nodes: Node[]): Placed[] {
  const known = new Set(nodes.map((node) => node.id))
  const below = Map.groupBy(nodes, (node) => (node.parent !== null && known.has(node.parent) ? node.parent : ''))
  const placed: Placed[] = []
  const seen = new Set<string>()
  const visit = (node: Node, depth: number) => {
    if (seen.has(node.id)) return
    seen.add(node.id)
    placed.push({ ...node, depth })
    for (const child of sorted(below.get(node.id))) visit(child, depth + 1)
  }
  for (const node of sorted(below.get(''))) visit(node, 0)
  for (const node of nodes) visit(node, 0)
  return placed
}

/** A department and all below it: where it cannot be moved to. */
export function within(nodes: Node[], id: string): Set<string> {
  const found = new Set([id])
  let before = 0
  while (found.size > before) {
    before = found.size
    for (const node of nodes) if (node.parent !== null && found.has(node.parent)) found.add(node.id)
  }
  return found
}

const sorted = (nodes: Node[] | undefined): Node[] => (nodes ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
