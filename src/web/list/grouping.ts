/**
 * A list in groups: by each value of a field, or by the months of its days. How many and how much comes from the server, over all that the
 * filter finds; the rows of a group are read when it is opened.
 */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { choicesOf, faceOf } from '../../fields/web.ts'
import type { AggregateAnswer, FieldShape, ObjectShape } from '../../lib/wire.ts'
import { addDays, firstOfMonth } from '../../lib/zone.ts'
import type { Reader } from '../../ui/reader.tsx'
import type { Condition, Filter } from '../api/filter.ts'
import { send } from '../api/http.ts'
import { words } from './words.ts'

export type Asked = { filter?: Filter; search?: string }
/** A group as an address names it: its value, null where there is none. */
export type GroupKey = string | boolean | null
export type Group = { key: GroupKey; label: string; count: number; sums: Record<string, string | null> }
export type Groups = { all: Group[]; count: number; sums: Record<string, string | null>; cut: boolean }

/** More groups than these nobody reads. */
const mostGroups = 500

export const groupable = (field: FieldShape): boolean =>
  faceOf(field).groups !== undefined && (field.sortable || field.target !== undefined) && field.access !== 'masked'

/** Of these columns the sum says something. */
export const totalled = (fields: FieldShape[]): FieldShape[] =>
  fields.filter((field) => field.measurable && !field.noTotal && faceOf(field).total)

export const groupsOf = (object: ObjectShape, field: FieldShape | undefined, asked: Asked, sums: FieldShape[], reader: Reader) =>
  queryOptions({
    queryKey: ['count', object.name, 'groups', field?.name, asked, sums.map(({ name }) => name), reader.language],
    enabled: field !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Groups> => {
      const month = field && faceOf(field).groups === 'month'
      const by = { field: field!.name, ...(month ? { by: 'month' } : {}) }
      const [each, whole] = await Promise.all([measure(object, asked, sums, [by], signal), measure(object, asked, sums, [], signal)])
      const all = each.groups.map(({ key, values }) => groupOf(field!, key[field!.name], values, reader))
      return { all: inOrder(field!, all), ...totalsOf(whole), cut: all.length === mostGroups }
    },
  })

/** Sums of columns over all that the filter finds, not over what is loaded. */
export const sumsOf = (object: ObjectShape, asked: Asked, sums: FieldShape[]) =>
  queryOptions({
    queryKey: ['count', object.name, 'sums', asked, sums.map(({ name }) => name)],
    enabled: sums.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => totalsOf(await measure(object, asked, sums, [], signal)),
  })

/** What finds the rows of a group. */
export function conditionOf(field: FieldShape, key: GroupKey): Condition {
  if (key === null) return { field: field.name, op: 'empty', value: true }
  if (faceOf(field).groups === 'month' && typeof key === 'string')
    return { field: field.name, op: 'between', value: [key, addDays(firstOfMonth(key, 1), -1)] }
  return { field: field.name, op: 'eq', value: key }
}

function groupOf(field: FieldShape, value: unknown, values: Record<string, string | null>, reader: Reader): Group {
  const { count, ...sums } = values
  const key = typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : ((value ?? null) as GroupKey)
  return { key, label: labelOf(field, value, reader), count: Number(count), sums }
}

function labelOf(field: FieldShape, value: unknown, reader: Reader): string {
  if (value === null || value === undefined) return words.t('groupEmpty')
  const face = faceOf(field)
  if (face.groups !== 'month') return face.show(value, field, reader)
  const [year, month] = String(value).split('-').map(Number) as [number, number]
  return reader.language === 'zh' ? `${year}年${month}月` : `${String(month).padStart(2, '0')}/${year}`
}

/** Choices stand as their definition has them, what was typed after them, nothing at the end. */
function inOrder(field: FieldShape, groups: Group[]): Group[] {
  const places = new Map(choicesOf(field).map(({ value }, place) => [value, place]))
  if (places.size === 0) return groups
  const place = ({ key }: Group) => (key === null ? Infinity : (places.get(String(key)) ?? places.size))
  return groups.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
}

function totalsOf({ groups: [whole] }: AggregateAnswer) {
  const { count = '0', ...sums } = whole?.values ?? {}
  return { count: Number(count), sums }
}

function measure({ path }: ObjectShape, { filter, search }: Asked, sums: FieldShape[], groupBy: object[], signal: AbortSignal) {
  const measures = [{ as: 'count', fn: 'count' }, ...sums.map(({ name }) => ({ as: `sum_${name}`, fn: 'sum', field: name }))]
  const body = { filter, search, groupBy, measures, limit: mostGroups }
  return send<AggregateAnswer>('POST', `/${path}/aggregate`, JSON.parse(JSON.stringify(body)), { signal })
}

/** The sums of one group or of all, in words: '金额 ¥1,234'. */
export const sayTotals = (fields: FieldShape[], sums: Record<string, string | null>, reader: Reader) =>
  fields.flatMap((field) => {
    const sum = sums[`sum_${field.name}`]
    return sum === null || sum === undefined ? [] : [{ field, text: faceOf(field).total!(sum, reader) }]
  })
