/** Rows of a spreadsheet laid over the lines: by the names of a header, or by their place from the cell on. Nothing is lost: what cannot be read stays as it was written. */
import { faceOf, type Host } from '../../fields/web.ts'
import type { FieldShape } from '../../lib/wire.ts'
import type { Reader } from '../../ui/reader.tsx'
import type { Line } from './line.ts'

export type Laid = { row: number; values: Line }[]

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s:*()]|（.*?）|\(.*?\)/g, '')
const namesOf = ({ name, label, alias = [] }: FieldShape) => new Set([name, label.zh, label.en, ...alias].map(plain))

/** The columns that the first row names, where it is a header: at least two of its cells are names of columns, or its only one. */
export function headerOf(first: string[], columns: FieldShape[]): (FieldShape | undefined)[] | null {
  const left = [...columns]
  const found = first.map((text) => {
    const at = left.findIndex((field) => text.trim() !== '' && namesOf(field).has(plain(text)))
    return at < 0 ? undefined : left.splice(at, 1)[0]
  })
  const filled = first.filter((text) => text.trim() !== '').length
  return found.filter(Boolean).length >= Math.min(2, filled) && filled > 0 && found.some(Boolean) ? found : null
}

/** `columns` are those that can be written, `col` is the one the paste begins at. */
export async function layTable(
  table: string[][],
  at: { row: number; col: number },
  columns: FieldShape[],
  reader: Reader,
  host: Host,
): Promise<Laid> {
  const header = table.length > 1 ? headerOf(table[0]!, columns) : null
  const fields = header ?? table[0]!.map((_, i) => columns[at.col + i])
  const rows = (header ? table.slice(1) : table).filter((cells) => cells.some((text) => text.trim() !== ''))
  const known = new Map<string, Promise<unknown>>()
  const read = (field: FieldShape, text: string): Promise<unknown> => {
    const key = `${field.name} ${text}`
    // The same product in forty rows is looked up once.
    if (!known.has(key)) known.set(key, readCell(field, text, reader, host))
    return known.get(key)!
  }
  return Promise.all(
    rows.map(async (cells, i) => {
      const pairs = cells.flatMap((text, j) => (fields[j] ? [[fields[j], text] as const] : []))
      const values = await Promise.all(pairs.map(async ([field, text]) => [field.name, await read(field, text)] as const))
      return { row: at.row + i, values: Object.fromEntries(values) }
    }),
  )
}

async function readCell(field: FieldShape, text: string, reader: Reader, host: Host): Promise<unknown> {
  const words = text.trim()
  if (words === '') return null
  const { fromPaste } = faceOf(field)
  try {
    return fromPaste ? await fromPaste(words, field, reader, host) : words
  } catch {
    return words
  }
}
