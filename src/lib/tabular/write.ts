import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { writeXlsxStream } from 'hucre/xlsx'
import { defuse } from './defuse.ts'

export { defuse, restore } from './defuse.ts'

/** One row of a CSV file, line end included. */
export const csvLine = (cells: string[]) => `${cells.map(quoted).join(',')}\r\n`

function quoted(cell: string): string {
  const safe = defuse(cell)
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Put before the first line, so that Excel reads the file as UTF-8. */
export const byteOrderMark = '\uFEFF'

export type Written = string | number | boolean | Date | null

/** No spreadsheet opens a cell that is longer. */
const longestCell = 32_767

/** A workbook of one sheet as a stream of bytes; rows are taken as the reader reads, so memory stays flat. */
export function xlsxRows(header: string[], rows: AsyncIterable<Written[]> | Iterable<Written[]>, sheet = 'Sheet1'): Readable {
  async function* all() {
    yield header.map(fitting)
    for await (const row of rows) yield row.map(fitting)
  }
  return Readable.fromWeb(writeXlsxStream(all(), { name: sheet, freezePane: { rows: 1 } }) as ReadableStream<Uint8Array>)
}

/** Text that looks like the escape of a character, _x000D_, is escaped itself; the writer escapes the rest. */
function fitting(value: Written): Written {
  if (typeof value !== 'string') return value
  return value
    .slice(0, longestCell)
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
}
