import { Refusal } from '../errors.ts'
import type { Raw } from './raw.ts'
import { isoText, numberText } from './cell.ts'
import { attribute, plain, scanner } from './xml.ts'
import { textCollector, unescaped, type Workbook } from './workbook.ts'
import { unpack, type Archive } from './zip.ts'

/** Columns a spreadsheet can have, XFD being the last. */
export const mostColumns = 16_384
/** All texts of one row together; 100 columns of the longest text there can be are 3 million characters. */
const longestRow = 2 ** 22

/**
 * Rows of a sheet as they are unpacked: never more than a chunk in memory, whatever the reader does in between. (The
 * library's own stream reads ahead of a slow reader, has no merged cells, percents or clock times, and lets 2 GB unpack.)
 */
export async function* sheetRows(book: Workbook, part: string): AsyncGenerator<Raw[]> {
  const found = book.archive.parts.get(part)
  if (!found) throw new Refusal('broken-file')
  const reader = rowReader(book)
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of unpack(book.archive, found)) {
    const rows = reader.push(decoder.decode(chunk, { stream: true }))
    if (rows.length) yield rows
    if (reader.done()) return
  }
  // The end of the data was never said: the file was cut.
  throw new Refusal('broken-file')
}

function rowReader(book: Workbook) {
  let rows: Raw[] = []
  let done = false
  let inData = false
  let at = -1
  let cells: string[] = []
  let size = 0
  let column = -1
  let type = ''
  let style = 0
  let value = ''
  let inValue = false
  let computed = false
  const inline = textCollector()

  const xml = scanner({
    open(name, attributes) {
      if (name === 'v') inValue = true
      else if (name === 'c') openCell(attributes)
      else if (name === 'row' && inData) openRow(attributes)
      else if (name === 'sheetData') inData = true
      else if (name === 'f') computed = true
      else inline.open(name, attributes)
    },
    text(raw) {
      if (inValue) value += raw
      else inline.text(raw)
    },
    close(name) {
      if (name === 'v') inValue = false
      else if (name === 'c') closeCell()
      else if (name === 'row' && inData) rows.push({ at, cells })
      else if (name === 'sheetData') done = true
      else inline.close(name)
    },
  })

  return {
    push(chunk: string): Raw[] {
      rows = []
      if (!done) xml.push(chunk)
      return rows
    },
    done: () => done,
  }

  function openRow(attributes: string) {
    const number = Number(attribute(attributes, 'r')) - 1
    at = number > at ? number : at + 1
    cells = []
    size = 0
    column = -1
  }

  function openCell(attributes: string) {
    const reference = attribute(attributes, 'r')
    column = reference ? columnOf(reference) : column + 1
    if (column < 0 || column >= mostColumns) throw new Refusal('broken-file')
    type = attribute(attributes, 't') ?? ''
    style = Number(attribute(attributes, 's') ?? 0)
    value = ''
    computed = false
  }

  function closeCell() {
    const text = cellText()
    if (text === '') return
    size += text.length
    if (size > longestRow) throw new Refusal('broken-file')
    while (cells.length < column) cells.push('')
    cells[column] = text
  }

  function cellText(): string {
    if (type === 'inlineStr') return inline.take()
    // Nothing is passed over in silence: it stands there as it does in the spreadsheet, and is told at the cell.
    if (value === '') return computed && type !== 'str' ? '#CALC!' : ''
    if (type === 'e') return plain(value)
    if (type === 's') return book.texts[Number(value)] ?? ''
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'str') return unescaped(plain(value))
    if (type === 'd') return isoText(value)
    return numberText(plain(value), book.formats[style], book.from1904)
  }
}

/** Rows a sheet says it has, from its first lines; undefined where it does not say. */
export async function rowCount(archive: Archive, part: string): Promise<number | undefined> {
  const found = archive.parts.get(part)
  if (!found) return 0
  for await (const chunk of unpack(archive, found)) {
    const start = chunk.toString('latin1')
    if (/<(\w+:)?sheetData\s*(\/>|>\s*<\/)/.test(start)) return 0
    const last = /<(?:\w+:)?dimension\s+ref="[A-Z]+\d+(?::[A-Z]+(\d+))?"/.exec(start)
    return last ? Number(last[1] ?? 1) : undefined
  }
  return 0
}

/** 'B7' → 1; anything else → -1. */
export function columnOf(reference: string): number {
  let column = 0
  let i = 0
  for (; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return i > 3 ? -1 : column - 1
}
