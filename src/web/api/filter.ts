/** Filters as values, as the server takes them; here they are put together and taken apart for the chips above a list. */
export type Condition = { field: string; op: string; value?: unknown }
export type Filter = Condition | { and: Filter[] } | { or: Filter[] } | { not: Filter }

export const isCondition = (filter: Filter): filter is Condition => 'field' in filter

/** The parts that must all hold: one chip each. */
export function partsOf(filter: Filter | undefined): Filter[] {
  if (filter === undefined) return []
  return 'and' in filter ? filter.and : [filter]
}

export function allOf(parts: (Filter | undefined)[]): Filter | undefined {
  const given = parts.flatMap(partsOf)
  if (given.length === 0) return undefined
  return given.length === 1 ? given[0] : { and: given }
}

export function anyOf(parts: Filter[]): Filter | undefined {
  return parts.length < 2 ? parts[0] : { or: parts }
}

/** Is it something the server could have meant? What comes from an address may be anything. */
export function readFilter(value: unknown): Filter | undefined {
  return seemsFilter(value) ? value : undefined
}

function seemsFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false
  if ('field' in value) return typeof value.field === 'string' && 'op' in value && typeof value.op === 'string'
  if ('and' in value) return Array.isArray(value.and) && value.and.every(seemsFilter)
  if ('or' in value) return Array.isArray(value.or) && value.or.every(seemsFilter)
  return 'not' in value && seemsFilter(value.not)
}
