/** A row's cells → what is to be written: values by object and field, and what is wrong with a cell, in words for its column. */
import type { Context } from '../../fields/field.ts'
import type { ErrorCode, Values } from '../../lib/errors.ts'
import { joinNames } from '../../lib/tabular/join.ts'
import type { Target } from './targets.ts'

export type CellProblem = { column: string; field: string | null; code: ErrorCode; values?: Values; value: string }
/** `refs`: texts that name another record, looked up in sets later. */
export type Shaped = {
  row: number
  cells: string[]
  values: Record<string, unknown>
  children: Map<string, Record<string, unknown>>
  refs: { target: Target; text: string; column: string }[]
  made: { at?: string; by?: string }
  problems: CellProblem[]
}

type Route = { target: Target; columns: { name: string; index: number }[] }
export type Mapping = { columns: string[]; routes: Route[] }

export function compileMapping(columns: string[], mapping: Record<string, string | null>, targets: Map<string, Target>): Mapping {
  const routes = new Map<string, Route>()
  columns.forEach((name, index) => {
    const path = mapping[name]
    const target = path ? targets.get(path) : undefined
    if (!target) return
    const route = routes.get(target.path) ?? { target, columns: [] }
    route.columns.push({ name, index })
    routes.set(target.path, route)
  })
  return { columns, routes: [...routes.values()] }
}

export function shapeRow(mapping: Mapping, row: number, cells: string[], extra: number, context: Context): Shaped {
  const shaped: Shaped = { row, cells, values: {}, children: new Map(), refs: [], made: {}, problems: [] }
  if (extra > 0) shaped.problems.push({ column: '', field: null, code: 'shifted-row', values: { extra }, value: '' })
  for (const { target, columns } of mapping.routes) {
    const [first] = columns as [Route['columns'][number]]
    const text =
      columns.length === 1
        ? (cells[first.index] ?? '').trim()
        : joinNames(columns.map(({ name, index }) => ({ header: name, text: cells[index] ?? '' })))
    if (text === '') continue
    if (target.at.type.target) shaped.refs.push({ target, text, column: first.name })
    else {
      const found = target.at.type.fromText(text, target.at.field, context)
      if ('problem' in found) shaped.problems.push({ column: first.name, field: target.path, value: text, ...found.problem })
      else put(shaped, target, found.value)
    }
  }
  return shaped
}

/** Puts a value where its target says. */
export function put(shaped: Shaped, target: Target, value: unknown): void {
  if (target.made === 'at') shaped.made.at = value as string
  else if (target.made === 'by') shaped.made.by = value as string
  else if (!target.by) shaped.values[target.at.name] = value
  else {
    const child = shaped.children.get(target.object.name) ?? {}
    child[target.at.name] = value
    shaped.children.set(target.object.name, child)
  }
}

/** Which column a field's problem belongs to. */
export const columnOfField = (mapping: Mapping, path: string) =>
  mapping.routes.find((route) => route.target.path === path)?.columns[0]?.name ?? ''
