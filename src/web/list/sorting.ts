export type Direction = 'up' | 'down'

/** '-amount,name': which way a field is sorted. */
export function directionOf(sort: string | undefined, field: string): Direction | null {
  for (const part of sort?.split(',') ?? []) {
    if (part === field) return 'up'
    if (part === `-${field}`) return 'down'
  }
  return null
}

/** Sorts by a field; `add` keeps what it was sorted by before, as second. */
export function sortedBy(sort: string | undefined, field: string, direction: Direction | null, add: boolean): string | undefined {
  const others = add ? (sort?.split(',') ?? []).filter((part) => part !== field && part !== `-${field}` && part !== '') : []
  const own = direction === null ? [] : [direction === 'down' ? `-${field}` : field]
  return [...others, ...own].join(',') || undefined
}
