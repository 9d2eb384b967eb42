/**
 * Tables of people's files, CSV and Excel alike: `open` says what a file holds, `rows` reads it.
 *
 *   const opened = await open('/tmp/名片.csv')
 *   // { kind: 'csv', encoding: 'gb18030', delimiter: ',', headerRow: 0, total: 80, columns: [{ name: '姓名', samples: ['何丽玲', …] }, …] }
 *   for await (const batch of rows('/tmp/名片.csv', opened, { from: 13 })) …   // { row: 13, cells: ['赵强', …], extra: 0 }
 *
 * What cannot be read is refused with a code of its own: not-a-table, old-excel, locked-file, empty-file, broken-file,
 * zip-bomb, no-such-sheet. Row 1 is the first data row; empty rows have no number, so that `total` is the last one.
 */
import { type Language, Refusal } from '../errors.ts'
import { csvRows, delimiterOf, type Delimiter } from './csv.ts'
import { encodingOf, type Encoding } from './encoding.ts'
import { columnNames, findHeader } from './header.ts'
import { kindOf } from './kind.ts'
import { headerBottom, mergesOf, repeatDown, repeatMerged, type Merge } from './merged.ts'
import { isEmpty, isFilled, mostTogether, weightOf, type Raw } from './raw.ts'
import { mostColumns, rowCount, sheetRows } from './sheet.ts'
import { openWorkbook, type Workbook } from './workbook.ts'

export type Sheet = { name: string; rows?: number }
export type Opened = {
  kind: 'csv' | 'xlsx'
  encoding: Encoding
  delimiter?: Delimiter
  sheets?: Sheet[]
  sheet?: string
  /** 0-based row of the header in the file, titles and empty rows counted; -1 where there is none. Data begins below it. */
  headerRow: number
  columns: { name: string; samples: string[] }[]
  /** The first rows as they stand, the header and what is above it among them. */
  head: Raw[]
  total: number
}
export type Options = { sheet?: string; headerRow?: number; encoding?: string; delimiter?: string; language?: Language }
export type DataRow = { row: number; cells: string[]; extra: number }

/** Rows looked at to find the header. */
const sampled = 50
const samplesEach = 5
const longestSample = 200
const shownBelow = 6
const mostShown = 30

export async function open(path: string, options: Options = {}): Promise<Opened> {
  const table = await tableOf(path, options)
  const { head, rest } = await firstRows(table.read())
  if (head.every(({ cells }) => isEmpty(cells))) throw new Refusal('empty-file')
  const { headerRow, names, width } = headerOf(head, table.merges, options.headerRow)
  if (width > mostColumns) throw new Refusal('not-a-table', { kind: 'text' })
  const fill = repeatMerged(table.merges, headerRow, width)
  const columns = columnNames(names, width, options.language).map((name) => ({ name, samples: [] as string[] }))
  const used = columns.map((_, column) => isFilled(names[column]))
  let total = 0
  const see = (row: Raw) => {
    if (row.at <= headerRow || isEmpty(row.cells)) return
    total++
    fill(row)
    columns.forEach((column, i) => {
      const cell = row.cells[i]
      if (cell === undefined || cell === '') return
      used[i] ||= isFilled(cell)
      if (column.samples.length < samplesEach) addSample(column.samples, cell)
    })
  }
  const shown = head
    .filter(({ at }) => at <= headerRow + shownBelow)
    .slice(0, mostShown)
    .map(({ at, cells }) => ({ at, cells: cells.map((cell) => cell.slice(0, longestSample)) }))
  head.forEach(see)
  for await (const batch of rest) batch.forEach(see)
  // Columns at the end without a name and without a value are only cells somebody once touched.
  return { ...table.facts, headerRow, columns: columns.slice(0, used.lastIndexOf(true) + 1), head: shown, total }
}

/**
 * Data rows in batches, from row `from` on (1 is the first). Cells are as many as the columns; a longer row keeps its
 * surplus behind them, and `extra` says how many of the surplus are filled. Cells may share memory with the chunk they
 * came from: copy what is kept for the length of a large file.
 */
export async function* rows(path: string, opened: Opened, options: { from?: number; batch?: number } = {}): AsyncGenerator<DataRow[]> {
  const { from = 1, batch: size = 500 } = options
  const table = await tableOf(path, opened)
  const width = opened.columns.length
  const fill = repeatMerged(table.merges, opened.headerRow, width)
  let row = 0
  let weight = 0
  let batch: DataRow[] = []
  for await (const raws of table.read()) {
    for (const raw of raws) {
      if (raw.at <= opened.headerRow || isEmpty(raw.cells)) continue
      row++
      fill(raw)
      if (row < from) continue
      batch.push(dataRow(row, raw.cells, width))
      weight += weightOf(raw.cells)
      if (batch.length < size && weight < mostTogether) continue
      yield batch
      batch = []
      weight = 0
    }
  }
  if (batch.length) yield batch
}

function dataRow(row: number, cells: string[], width: number): DataRow {
  while (cells.length < width) cells.push('')
  let extra = 0
  for (let i = width; i < cells.length; i++) if (isFilled(cells[i])) extra++
  return { row, cells: extra ? cells : cells.slice(0, width), extra }
}

type Table = { facts: Omit<Opened, 'headerRow' | 'columns' | 'head' | 'total'>; merges: Merge[]; read: () => AsyncGenerator<Raw[]> }

async function tableOf(path: string, options: Options): Promise<Table> {
  const found = await kindOf(path)
  if (found.kind === 'csv') {
    const encoding = await encodingOf(path, options.encoding)
    const delimiter = await delimiterOf(path, encoding, options.delimiter)
    return { facts: { kind: 'csv', encoding, delimiter }, merges: [], read: () => csvRows(path, encoding, delimiter) }
  }
  const book = await openWorkbook(found.archive)
  const sheets = await Promise.all(book.sheets.map(async ({ name, part }) => ({ name, rows: await rowCount(book.archive, part) })))
  const { name, part } = chosenSheet(book, sheets, options.sheet)
  const merges = await mergesOf(book.archive, part)
  return { facts: { kind: 'xlsx', encoding: 'utf-8', sheets, sheet: name }, merges, read: () => sheetRows(book, part) }
}

/** The one asked for; else the first that is shown and not empty. */
function chosenSheet(book: Workbook, counts: Sheet[], asked?: string) {
  const named = book.sheets.find(({ name }) => name === asked)
  if (asked !== undefined && !named) throw new Refusal('no-such-sheet', { sheet: asked })
  const shown = book.sheets.filter(({ hidden }) => !hidden)
  const filled = shown.find(({ name }) => counts.find((count) => count.name === name)?.rows !== 0)
  return named ?? filled ?? shown[0] ?? book.sheets[0]!
}

/** The rows the header is looked for in, and the reading that goes on behind them. Of empty rows only the first are kept: headers of two rows have one. */
async function firstRows(read: AsyncGenerator<Raw[]>): Promise<{ head: Raw[]; rest: AsyncGenerator<Raw[]> }> {
  const head: Raw[] = []
  let filled = 0
  let weight = 0
  while (filled < sampled && weight < mostTogether) {
    const next = await read.next()
    if (next.done) break
    for (const row of next.value) {
      const empty = isEmpty(row.cells)
      if (empty && head.length > 10 * sampled) continue
      head.push(row)
      if (!empty) filled++
      weight += weightOf(row.cells)
    }
  }
  return { head, rest: read }
}

function headerOf(head: Raw[], merges: Merge[], asked?: number): { headerRow: number; names: string[]; width: number } {
  const rows = repeatDown(head.slice(0, 10 * sampled), merges)
  const headerRow = asked ?? headerBottom(findHeader(rows.slice(0, sampled)), rows, merges)
  const header = rows.find(({ at }) => at === headerRow)
  if (asked !== undefined && asked !== -1 && !header) throw new Refusal('malformed', { reason: `headerRow ${asked}` })
  const names = header?.cells ?? []
  const width = header ? names.length : head.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  return { headerRow, names, width }
}

function addSample(samples: string[], cell: string) {
  const text = cell.trim().slice(0, longestSample)
  if (text && !samples.includes(text)) samples.push(text)
}
