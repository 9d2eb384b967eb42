import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { writeXlsxStream } from 'hucre/xlsx'

/** What a spreadsheet would run as a formula, and what looks like something defused before. */
const formula = /^'*[=+\-@\t\r]/
const plainNumber = /^-\d[\d,]*(\.\d+)?%?$/

/**
 * Makes a cell harmless to the spreadsheet that opens the file: =HYPERLINK(…) becomes '=HYPERLINK(…). Negative numbers
 * stay numbers, or nobody could add them up. +86… gets its apostrophe: a spreadsheet would make 8.6138E+12 of it.
 * `restore(defuse(text))` is `text`, whatever the text.
 */
export const defuse = (text: string) => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text)

/** Reading a CSV does this by itself, see `rows`. */
export const restore = (text: string) => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/** One row of a CSV file, line end included. */
export const csvLine = (cells: string[]) => `${cells.map(quoted).join(',')}\r\n`

function quoted(cell: string): string {
  const safe = defuse(cell)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
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
