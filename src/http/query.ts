/** The list's parameters as they stand in an address or a body → one ListQuery; what is not known is refused. */
import type { ListQuery } from '../engine/list.ts'
import { Refusal } from '../lib/errors.ts'

export const paging = ['limit', 'cursor']
export const listParameters = ['filter', 'sort', ...paging, 'fields', 'expand', 'count', 'search']

export function listQuery(given: Record<string, unknown>): ListQuery {
  for (const name of Object.keys(given)) if (!listParameters.includes(name)) throw new Refusal('unknown-parameter', { name })
  const words = (name: string) => {
    const value = given[name]
    if (value === undefined || value === '') return undefined
    const list = typeof value === 'string' ? value.split(',') : value
    if (!Array.isArray(list) || list.some((each) => typeof each !== 'string') || list.length > 200) throw wrong(name)
    return list as string[]
  }
  const text = (name: string, max: number) => {
    const value = given[name]
    if (value === undefined || value === '') return undefined
    if (typeof value !== 'string' || value.length > max) throw wrong(name)
    return value
  }
  const query: ListQuery = { limit: limitOf(given.limit) }
  const [filter, sort, cursor, search, fields, expand] = [
    filterOf(given.filter),
    text('sort', 500),
    text('cursor', 4000),
    text('search', 200),
    words('fields'),
    words('expand'),
  ]
  if (filter !== undefined) query.filter = filter
  if (sort !== undefined) query.sort = sort
  if (cursor !== undefined) query.cursor = cursor
  if (search !== undefined) query.search = search
  if (fields) query.fields = fields
  if (expand) query.expand = expand
  if (given.count !== undefined) {
    if (!['none', 'exact', 'capped'].includes(given.count as string)) throw wrong('count')
    query.count = given.count as 'none' | 'exact' | 'capped'
  }
  return query
}

function filterOf(value: unknown): unknown {
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw wrong('filter')
  }
}

export function limitOf(value: unknown, most = 200): number {
  if (value === undefined || value === '') return 50
  const n = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > most) throw wrong('limit')
  return n
}

const wrong = (name: string) => new Refusal('malformed', { reason: name })
