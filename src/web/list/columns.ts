import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import { faceOf, widthOf } from '../../fields/web.ts'
import type { FieldShape, ObjectShape, RecordJson } from '../../lib/wire.ts'

const features = tableFeatures({ columnOrderingFeature, columnResizingFeature, columnSizingFeature, columnVisibilityFeature })
/** The table keeps columns only; rows stay in our own store, because a row model over 100,000 rows costs 90 ms at each page. */
const noRows: RecordJson[] = []

type Layout = { order: string[]; hidden: string[]; widths: Record<string, number>; frozen: boolean }
export type Column = { field: FieldShape; width: number }

/** Columns of one object as this person left them: order, widths, hidden ones, the frozen first. */
/** `given`: the columns of a saved view; they are changed in the address, not in what this person keeps. */
export function useColumns(
  object: ObjectShape,
  person: string,
  given: string[] | undefined,
  onGiven: (names: string[] | undefined) => void,
) {
  const stored = `guanxi.columns.${person}.${object.name}`
  const [own, setLayout] = useState<Layout>(() => readLayout(stored, object))
  const layout = useMemo(() => (given ? layoutOf(given, own) : own), [given?.join(), own])
  const keep = (next: Layout) => {
    const { order, hidden } = given ? own : next
    const mine = { ...next, order, hidden }
    localStorage.setItem(stored, JSON.stringify(mine))
    setLayout(mine)
    if (given && (next.order !== layout.order || next.hidden !== layout.hidden))
      onGiven(next.order.filter((name) => !next.hidden.includes(name)))
  }
  const fields = useMemo(() => object.fields.filter((field) => !faceOf(field).alone), [object])
  const defs = useMemo(
    () =>
      fields.map((field): ColumnDef<typeof features, RecordJson> => ({
        id: field.name,
        accessorFn: (record) => record[field.name],
        size: field.name === object.title[0] ? Math.max(widthOf(field), 160) : widthOf(field),
        minSize: 60,
        maxSize: 800,
      })),
    [fields, object],
  )
  const table = useTable({
    features,
    columns: defs,
    data: noRows,
    columnResizeMode: 'onChange',
    state: {
      columnOrder: layout.order,
      columnSizing: layout.widths,
      columnVisibility: Object.fromEntries(layout.hidden.map((name) => [name, false])),
    },
    onColumnSizingChange: (change) => keep({ ...layout, widths: typeof change === 'function' ? change(layout.widths) : change }),
  })

  const byName = new Map(fields.map((field) => [field.name, field]))
  const names = table.getVisibleLeafColumns().map((column) => column.id)
  const visible = useMemo(() => names.flatMap((name) => byName.get(name) ?? []), [names.join(), fields])
  return {
    visible,
    all: layout.order.flatMap((name) => byName.get(name) ?? []),
    frozen: layout.frozen,
    widthOf: (name: string) => table.getColumn(name)?.getSize() ?? 120,
    total: table.getTotalSize(),
    /** Dragging the edge of a header. */
    resizing: (name: string) =>
      table
        .getFlatHeaders()
        .find((header) => header.column.id === name)
        ?.getResizeHandler(),
    isResizing: table.state.columnResizing.isResizingColumn !== false,
    setWidth: (name: string, width: number) =>
      keep({ ...layout, widths: { ...layout.widths, [name]: Math.max(60, Math.min(800, width)) } }),
    isShown: (name: string) => !layout.hidden.includes(name),
    show: (name: string, shown: boolean) =>
      keep({ ...layout, hidden: shown ? layout.hidden.filter((one) => one !== name) : [...layout.hidden, name] }),
    /** Puts one column before another; without another, at the end. */
    move: (name: string, before: string | undefined) => {
      const rest = layout.order.filter((one) => one !== name)
      const at = before === undefined ? -1 : rest.indexOf(before)
      rest.splice(at < 0 ? rest.length : at, 0, name)
      keep({ ...layout, order: rest })
    },
    freeze: (frozen: boolean) => keep({ ...layout, frozen }),
    reset: () => {
      if (given) return onGiven(undefined)
      localStorage.removeItem(stored)
      setLayout(shipped(object))
    },
  }
}
export type Columns = ReturnType<typeof useColumns>

/** The field that a record is called by: the first of its title fields that is filled. */
export const titleField = (object: ObjectShape, record: RecordJson): string | undefined =>
  object.title.find((name) => (record[name] ?? null) !== null && record[name] !== '')

function readLayout(stored: string, object: ObjectShape): Layout {
  const usual = shipped(object)
  try {
    const kept = JSON.parse(localStorage.getItem(stored) ?? 'null') as Partial<Layout> | null
    if (!kept?.order) return usual
    // Fields made since then stand at the end, hidden, as in a fresh list.
    const fresh = usual.order.filter((name) => !kept.order?.includes(name))
    const hidden = [...(kept.hidden ?? []), ...fresh.filter((name) => usual.hidden.includes(name))]
    return { order: [...kept.order, ...fresh], hidden, widths: kept.widths ?? {}, frozen: kept.frozen ?? true }
  } catch {
    return usual
  }
}

function layoutOf(names: string[], own: Layout): Layout {
  const shown = names.filter((name) => own.order.includes(name))
  const rest = own.order.filter((name) => !shown.includes(name))
  return shown.length > 0 ? { ...own, order: [...shown, ...rest], hidden: rest } : own
}

function shipped(object: ObjectShape): Layout {
  const names = object.fields.map((field) => field.name)
  const first = object.views.list.filter((name) => names.includes(name))
  const rest = names.filter((name) => !first.includes(name))
  return { order: [...first, ...rest], hidden: rest, widths: {}, frozen: true }
}
