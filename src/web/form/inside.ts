type Wrong = Record<string, string>

/** What is wrong inside a group or a line, by the path within it. */
export const inside = (wrong: Wrong, name: string): Wrong =>
  Object.fromEntries(
    Object.entries(wrong).flatMap(([path, text]) => (path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), text]] : [])),
  )

/** What is still wrong after a field was written: nothing of it, but lines keep what stands at rows that did not change. */
export function stillWrong(wrong: Wrong, name: string, before: unknown, after: unknown): Wrong {
  const kept = (path: string) => {
    if (path === name) return false
    if (!path.startsWith(`${name}.`)) return true
    const row = Number(path.slice(name.length + 1).split('.')[0])
    return Array.isArray(before) && Array.isArray(after) && before.length === after.length && before[row] === after[row]
  }
  return Object.fromEntries(Object.entries(wrong).filter(([path]) => kept(path)))
}
