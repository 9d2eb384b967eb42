import { useEffect, useRef, type RefObject } from 'react'
import type { Host } from '../../fields/web.ts'
import type { FieldShape, ObjectShape } from '../../lib/wire.ts'
import { say } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { toast } from '../../ui/toast.tsx'
import { batch, complain, offerUndo } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import type { Rows } from '../api/rows.ts'
import { isTyping } from '../frame/keys.ts'
import { asTable, lay } from './clipboard.ts'
import type { rangeOf } from './gridKeys.ts'
import { readTable } from './spreadsheet.ts'
import { words } from './words.ts'

type Props = {
  object: ObjectShape
  box: RefObject<HTMLDivElement | null>
  rows: Rows
  fields: FieldShape[]
  range: ReturnType<typeof rangeOf>
  chosen: ReadonlySet<string>
  host: Host
  /** What was refused, by `record field`; empty when something is pasted anew. */
  onRefused: (cells: ReadonlyMap<string, string>) => void
}

/** Cells to and from spreadsheets: copied as a table, pasted as one deed that can be undone. */
export function useGridClipboard(props: Props): void {
  const reader = useReader()
  const now = useRef({ ...props, reader })
  now.current = { ...props, reader }
  useEffect(() => {
    const mine = (event: ClipboardEvent) =>
      !isTyping(event.target) && !document.querySelector('dialog[open]') && (window.getSelection()?.isCollapsed ?? true)
    const copy = (event: ClipboardEvent) => {
      if (!mine(event)) return
      const { rows, fields, range, chosen, reader: reads } = now.current
      const all = rows.read().rows
      const records = range ? all.slice(range.top, range.bottom + 1) : all.filter((row) => chosen.has(row.id))
      const columns = range ? fields.slice(range.left, range.right + 1) : fields
      if (records.length === 0) return
      event.clipboardData?.setData('text/plain', asTable(records, columns, reads))
      event.preventDefault()
      toast({ text: words.t('copied', { count: records.length * columns.length }) })
    }
    const paste = (event: ClipboardEvent) => {
      if (!mine(event) || !now.current.range) return
      event.preventDefault()
      void put(event.clipboardData?.getData('text/plain') ?? '', now.current)
    }
    document.addEventListener('copy', copy)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('paste', paste)
    }
  }, [])
}

async function put(
  text: string,
  { object, rows, fields, range, host, reader, onRefused }: Props & { reader: ReturnType<typeof useReader> },
): Promise<void> {
  if (!range) return
  if (text === '') return void toast({ text: words.t('pasteNothing') })
  const table = readTable(text)
  const down = Math.max(table.length, range.bottom - range.top + 1)
  const right = Math.max(table[0]?.length ?? 1, range.right - range.left + 1)
  if (down > 1000) return void toast({ text: words.t('pasteTooBig'), tone: 'late' })
  const records = rows.read().rows.slice(range.top, range.top + down)
  let sent: { id: string }[] = []
  onRefused(new Map())
  try {
    const { updates, cells, refused } = await lay(object, table, records, fields.slice(range.left, range.left + right), reader, host)
    if (refused) toast({ text: words.t('cannotEdit', { field: say(refused.label) }), tone: 'late' })
    if (updates.length === 0) return
    sent = updates
    const answer = await batch(object, { update: updates })
    offerUndo(words.t('pasted', { count: cells }), answer.changeset)
  } catch (error) {
    const first = error instanceof Problem ? error.errors[0] : undefined
    // All or nothing: marked where they stand, and the first is said.
    if (error instanceof Problem) onRefused(new Map(error.errors.flatMap(({ field, message }) => cellOf(field, sent, message))))
    if (first) toast({ text: `${placeOf(first.field, fields)}${first.message}`, tone: 'late' })
    else complain(error)
  }
}

/** 'update.3.mobile' → the cell of the fourth record that was sent. */
function cellOf(path: string, sent: { id: string }[], message: string): [string, string][] {
  const [, row, name] = /(?:^|\.)(\d+)\.(\w+)/.exec(path) ?? []
  const record = sent[Number(row)]
  return record && name ? [[`${record.id} ${name}`, message]] : []
}

/** 'update.3.mobile' → '第 4 行 手机：'. */
function placeOf(path: string, fields: FieldShape[]): string {
  const [, row, name] = /(?:^|\.)(\d+)\.(\w+)/.exec(path) ?? []
  const field = fields.find((one) => one.name === (name ?? path))
  return `${row === undefined ? '' : `${Number(row) + 1} · `}${field ? `${say(field.label)}：` : ''}`
}
