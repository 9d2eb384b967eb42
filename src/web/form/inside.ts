type Wrong = Record<string, string>

/** What is wrong inside a group or a line, by the path within it. */
export const inside = (wrong: Wrong, name: string): Wrong =>
  Object.fromEntries(
    Object.entries(wrong).flatMap(([path, text]) => (path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), text]] : [])),
  )

/** What is still wrong after a field was written: nothing of it, but lines keep what stands at cells that did not change. */
export function stillWrong(wrong: Wrong, name: string, before: unknown, after: unknown): Wrong {
  const kept = (path: string) => {
    if (path === name) return false
    if (!path.startsWith(`${name}.`)) return true
    const [row, cell] = path.slice(name.length + 1).split('.')
    return cell !== undefined && lengthOf(before) === lengthOf(after) && at(before, row!, cell) === at(after, row!, cell)
  }
  return Object.fromEntries(Object.entries(wrong).filter(([path]) => kept(path)))
}

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0)
const at = (value: unknown, row: string, cell: string) => (Array.isArray(value) ? (value as Wrong[])[Number(row)]?.[cell] : undefined)
