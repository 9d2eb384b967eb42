/**
 * Records straight into JSON text: what a list sends. The same text as JSON.stringify makes of what `read` gives, without the
 * objects in between: 50 whole accounts cost Node 1.8 ms of CPU time a request, with them 3.5 (bench/README.md).
 */
import type { RecordJson } from '../../lib/wire.ts'
import type { Row } from './reader.ts'

export type Part = {
  name: string
  value: (row: Row) => unknown
  /** The column whose text is the value as it travels. */
  plain?: string
  /** A reference that is named afterwards: its column, and what it points to. */
  pointer?: { column: string; target: string }
}

/** By target and id, a reference's text: {"id":"…","title":"…"}. */
export type Named = Map<string, Map<string, string>>
export const refText = (id: string, title: string | null | undefined) => `{"id":"${id}","title":${JSON.stringify(title ?? null)}}`
export type Writer = {
  pointers: NonNullable<Part['pointer']>[]
  one: (row: Row, named: Named) => string
  write: (rows: Row[], named: Named) => string
}

export function writer(parts: Part[], can: (row: Row) => RecordJson['can'], sameForAll: boolean): Writer {
  const pieces = parts.map((part) => ({ key: `,${JSON.stringify(part.name)}:`, text: textOf(part) }))
  const constant = sameForAll ? JSON.stringify(can({})) : undefined
  const one = (row: Row, named: Named) => {
    let text = `{"id":"${row.id as string}","version":${String(row.version)}`
    for (const { key, text: value } of pieces) text += key + value(row, named)
    return `${text},"can":${constant ?? JSON.stringify(can(row))}}`
  }
  return {
    pointers: parts.flatMap((part) => part.pointer ?? []),
    one,
    write: (rows, named) => `[${rows.map((row) => one(row, named)).join(',')}]`,
  }
}

function textOf({ value, plain, pointer }: Part): (row: Row, named: Named) => string {
  if (pointer) {
    const { column, target } = pointer
    return (row, named) => (row[column] === null ? 'null' : named.get(target)!.get(row[column] as string)!)
  }
  if (plain !== undefined) return (row) => (row[plain] === null ? 'null' : quoted(row[plain] as string))
  return (row) => written(value(row))
}

/** JSON.stringify of a null or a short text costs more than the rest of its field. */
function written(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value)
}

/** What JSON has to escape: quotes, backslashes, control characters, halves of pairs. Where there is none the text goes as it is. */
const escaped = /["\\]|[^ -\ud7ff\ue000-\uffff]/
export const quoted = (text: string) => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`)
