/** A row's cells → what is to be written: values by object and field, and what is wrong with a cell, in words for its column. */
import type { Context, FieldType } from '../../fields/field.ts'
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
/** `comma`: the file keeps its cells apart by semicolons because its decimals have commas. */
export type Mapping = { columns: string[]; routes: Route[]; comma: boolean }

export function compileMapping(
  columns: string[],
  mapping: Record<string, string | null>,
  targets: Map<string, Target>,
  comma = false,
): Mapping {
  const routes = new Map<string, Route>()
  columns.forEach((name, index) => {
    const path = mapping[name]
    const target = path ? targets.get(path) : undefined
    if (!target) return
    const route = routes.get(target.path) ?? { target, columns: [] }
    route.columns.push({ name, index })
    routes.set(target.path, route)
  })
  return { columns, routes: [...routes.values()], comma }
}

export function shapeRow(mapping: Mapping, row: number, cells: string[], extra: number, context: Context): Shaped {
  const shaped: Shaped = { row, cells, values: {}, children: new Map(), refs: [], made: {}, problems: [] }
  if (extra > 0) shaped.problems.push({ column: '', field: null, code: 'shifted-row', values: { extra }, value: '' })
  const none = noRecord(mapping, cells)
  if (none) return { ...shaped, problems: [{ column: '', field: null, code: none, value: '' }] }
  for (const { target, columns } of mapping.routes) {
    const [first] = columns as [Route['columns'][number]]
    const text =
      columns.length === 1
        ? (cells[first.index] ?? '').trim()
        : joinNames(columns.map(({ name, index }) => ({ header: name, text: cells[index] ?? '' })))
    if (text === '') continue
    const broken = columns.find(({ index }) => isFormulaError(cells[index] ?? ''))
    if (broken) {
      const value = cells[broken.index]!.trim()
      shaped.problems.push({ column: broken.name, field: target.path, code: 'formula-error', values: { value }, value })
      continue
    }
    if (target.at.type.target) shaped.refs.push({ target, text, column: first.name })
    else {
      const found = readAs(mapping, target, text, context)
      if ('problem' in found) shaped.problems.push({ column: first.name, field: target.path, value: text, ...found.problem })
      else put(shaped, target, found.value)
    }
  }
  return shaped
}

/** What a spreadsheet writes into a cell whose formula came to nothing, into a CSV as well. */
const formulaError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|CALC!|SPILL!|GETTING_DATA)$/i

const isFormulaError = (cell: string) => cell.includes('#') && formulaError.test(cell.trim())

const total = /^(合计|总计|小计|共计|合\s+计|total|totals|grand total|sub-?total)\s*[:：]?$/i

/** Rows that a report puts between its records: the header of the next page, a sum. */
function noRecord({ routes }: Mapping, cells: string[]): 'header-again' | 'total-row' | undefined {
  let [filled, header] = [false, true]
  for (const { target, columns } of routes) {
    const names = target.object.title.includes(target.at)
    for (const { name, index } of columns) {
      const text = (cells[index] ?? '').trim()
      if (text === '') continue
      if (names && text.length < 20 && total.test(text)) return 'total-row'
      filled = true
      header &&= isName(text, name)
    }
  }
  return filled && header ? 'header-again' : undefined
}

/** A name that was there twice got a number. */
const isName = (text: string, name: string) =>
  name.startsWith(text.slice(0, 8)) && [name, name.replace(/ \d+$/, '')].includes(text.replace(/\s+/g, ' '))

/** Nothing else is to be said of it. */
export const isNoRecord = ({ problems: [first] }: Shaped) => first?.code === 'header-again' || first?.code === 'total-row'

/** In a file with decimal commas 1.234,5 is what elsewhere is 1234.5; of 1,234 and 1.234 nobody can say. */
function readAs({ comma }: Mapping, { at }: Target, text: string, context: Context): ReturnType<FieldType['fromText']> {
  if (!comma || at.type.measure?.(at.field) === undefined) return at.type.fromText(text, at.field, context)
  const [digits = ''] = /[\d.,]+/.exec(text) ?? []
  if (/^\d{1,3}[.,]\d{3}$/.test(digits))
    return { problem: { code: 'ambiguous-number', values: { a: digits.replace(/[.,]/, '.'), b: digits.replace(/[.,]/, '') } } }
  const point = /^(\d+|\d{1,3}(\.\d{3})+),\d+$/.test(digits) ? digits.replaceAll('.', '').replace(',', '.') : digits
  return at.type.fromText(text.replace(digits, point), at.field, context)
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
