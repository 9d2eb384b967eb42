import { useRef } from 'react'
import { faceOf, useHost } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import { today } from '../../lib/when.ts'
import { useReader } from '../../ui/reader.tsx'
import { toast } from '../../ui/toast.tsx'
import { complain } from '../api/deeds.ts'
import { objectNamed, queries, recordQuery, useMe, useSchema } from '../api/queries.ts'
import { awaited } from '../form/waiting.ts'
import { readTable } from '../list/spreadsheet.ts'
import { type Line, broughtBy, filledOf, isBlank, moved, newLine } from './line.ts'
import { layTable } from './paste.ts'
import { type LinesShape, isWritable } from './shape.ts'
import { words } from './words.ts'

export type LinesEdits = ReturnType<typeof useLines>

/** The lines being written, and what can be done with them. At least one always stands there to be filled in. */
export function useLines(shape: LinesShape, value: unknown, onChange: (lines: Line[]) => void) {
  const schema = useSchema()
  const me = useMe()
  const reader = useReader()
  const host = useHost()
  const start = newLine(shape.child, me, today(reader))
  const given = Array.isArray(value) && value.length > 0 ? (value as Line[]) : [start]
  // Two changes in one moment (a product chosen, its price arriving) build on each other.
  const now = useRef(given)
  now.current = given
  const become = (lines: Line[]) => {
    now.current = lines
    onChange(lines)
  }
  const put = (row: number, changes: Line) => {
    const line = now.current[row]
    if (line) become(now.current.with(row, { ...line, ...changes }))
  }
  const brought = async (field: FieldShape, id: string): Promise<Line> => {
    const target = field.options.fills ? objectNamed(schema, field.target) : undefined
    return target ? broughtBy(field, await queries.fetchQuery(recordQuery(target, id))) : {}
  }
  /** A chosen record fills the other cells; a cell that was emptied and may not be takes again what its record says, as the server would. */
  const set = async (row: number, field: FieldShape, next: unknown): Promise<void> => {
    put(row, { [field.name]: next })
    const source =
      next === null && field.required ? sourceOf(shape.child.fields, field, now.current[row]!) : isRef(next) ? field : undefined
    const id = source && idOf(now.current[row]?.[source.name])
    if (!source || !id) return
    try {
      const values = await brought(source, id)
      if (idOf(now.current[row]?.[source.name]) !== id) return
      put(row, next === null ? { [field.name]: values[field.name] ?? null } : values)
    } catch (error) {
      complain(error)
    }
  }
  /** A pasted name that is exactly one product's is that product, so that its unit, tax and cost come along. */
  const recognised = async (columns: FieldShape[], values: Line): Promise<Line> => {
    const found: Line = {}
    for (const field of columns) {
      const target = field.options.fills && (values[field.name] ?? null) === null ? objectNamed(schema, field.target) : undefined
      const named = target && Object.entries(field.options.fills as object).find(([, from]) => from === target.title[0])?.[0]
      const text = named === undefined ? null : values[named]
      if (!target || typeof text !== 'string') continue
      const alike = await queries.fetchQuery({
        queryKey: ['named', target.name, text],
        queryFn: () => host.find(target.name, text).then((all) => all.filter((one) => one.label === text)),
      })
      if (alike.length === 1) found[field.name] = { id: alike[0]!.value, title: alike[0]!.label }
    }
    return found
  }
  const paste = async (text: string, at: { row: number; col: number }, columns: FieldShape[]): Promise<void> => {
    const laid = await layTable(readTable(text), at, columns, reader, host)
    if (at.row + laid.length > 500) return void toast({ text: words.t('tooMany'), tone: 'late' })
    const lines = [...now.current]
    for (const { row, values } of laid) {
      const named = lines[row]?.id === undefined ? await recognised(columns, values) : {}
      let line = { ...(lines[row] ?? start), ...named }
      for (const field of columns) {
        const id = idOf(named[field.name] ?? values[field.name])
        if (id) line = { ...line, ...(await brought(field, id)) }
      }
      lines[row] = { ...line, ...Object.fromEntries(Object.entries(values).filter(([, one]) => one !== null)) }
    }
    become(lines)
    const wrong = laid.reduce(
      (sum, { values }) => sum + columns.filter((field) => faceOf(field).judge?.(values[field.name], field)).length,
      0,
    )
    toast({ text: words.t(wrong > 0 ? 'pastedWrong' : 'pasted', { count: laid.length, wrong }), tone: wrong > 0 ? 'late' : undefined })
  }
  return {
    lines: given,
    start,
    blank: (row: number) => isBlank(shape.child, given[row] ?? start, start),
    set: (row: number, field: FieldShape, next: unknown) => awaited(set(row, field, next)),
    paste: (text: string, at: { row: number; col: number }, columns: FieldShape[]) => awaited(paste(text, at, columns)),
    /** Behind those that are filled in. */
    fill: (fresh: Line[]) => become([...filledOf(shape.child, now.current, start), ...fresh]),
    add: (after = now.current.length - 1) => become(now.current.toSpliced(after + 1, 0, start)),
    remove: (row: number) => become(now.current.toSpliced(row, 1)),
    move: (row: number, by: 1 | -1) => become(moved(now.current, row, by)),
  }
}

const isRef = (value: unknown) => typeof value === 'object' && value !== null && 'id' in value
const idOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null

/** The filled-in reference whose record would fill this field. */
const sourceOf = (fields: FieldShape[], field: FieldShape, line: Line): FieldShape | undefined =>
  fields.find((one) => isWritable(one) && idOf(line[one.name]) && field.name in ((one.options.fills ?? {}) as object))
