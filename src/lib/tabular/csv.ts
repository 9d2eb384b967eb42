import { Refusal } from '../errors.ts'
import { textOf, type Encoding } from './encoding.ts'
import { isFilled, type Raw } from './raw.ts'
import { splitter } from './split.ts'
import { restore } from './defuse.ts'

export type Delimiter = ',' | '\t' | ';'

const delimiters: Delimiter[] = [',', '\t', ';']

/** First line by which Excel is told the delimiter; it belongs to no table. */
const told = /^sep=(.)\r?\n?$/i

export async function* csvRows(path: string, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<Raw[]> {
  const split = splitter(delimiter)
  let at = 0
  const numbered = (records: string[][]): Raw[] => {
    const rows: Raw[] = []
    for (const cells of records) {
      for (let i = 0; i < cells.length; i++) cells[i] = asTyped(cells[i]!)
      if (at > 0 || !told.test(cells.join(delimiter))) rows.push({ at, cells })
      at++
    }
    return rows
  }
  for await (const chunk of textOf(path, encoding)) {
    const rows = numbered(split.push(chunk))
    if (rows.length) yield rows
  }
  yield numbered(split.end())
}

/**
 * The cell a person meant. Programs dress digits so that a spreadsheet keeps them: ="138…", a tab behind them (Taobao,
 * Alipay), or the apostrophe of our own exports.
 */
function asTyped(cell: string): string {
  const first = cell.charCodeAt(0)
  if (first === 39) return restore(cell)
  if (first === 61) return /^="([^"]*)"$/.exec(cell)?.[1] ?? cell
  return first === 9 || cell.endsWith('\t') ? cell.replace(/^\t+|\t+$/g, '') : cell
}

/**
 * Comma, tab or semicolon: the one that stands equally often in most of the first 50 lines, quoted text aside. Titles above the
 * table have none of it, so lines without do not count against it as long as others agree.
 */
export async function delimiterOf(path: string, encoding: Encoding, asked?: string): Promise<Delimiter> {
  if (asked !== undefined) return known(asked)
  const lines = await firstLines(path, encoding)
  const saying = told.exec(lines[0] ?? '')?.[1]
  if (delimiters.includes(saying as Delimiter)) return saying as Delimiter
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const score = agreement(lines.map((line) => count(line, delimiter)).filter((_, i) => isFilled(lines[i])))
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}

function known(asked: string): Delimiter {
  const found = delimiters.find((delimiter) => delimiter === asked)
  if (!found) throw new Refusal('malformed', { reason: 'delimiter' })
  return found
}

/** Share of lines that have the most frequent number of it, a little more where that number is larger. */
function agreement(counts: number[]): number {
  const times = new Map<number, number>()
  for (const n of counts) if (n > 0) times.set(n, (times.get(n) ?? 0) + 1)
  const [number = 0, agreed = 0] = [...times].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return number && agreed / counts.length + Math.min(number, 50) / 1000
}

function count(line: string, delimiter: string): number {
  let [found, quoted] = [0, false]
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) found++
  }
  return found
}

/** The first 50 lines; a line break inside quotes does not end one, unless the quotes go on for 20 lines: then somebody forgot to close them. */
async function firstLines(path: string, encoding: Encoding): Promise<string[]> {
  let text = ''
  for await (const chunk of textOf(path, encoding)) {
    text += chunk
    if (text.length > 2 ** 16) break
  }
  const lines: string[] = []
  let open = 0
  for (const line of text.slice(0, 2 ** 16).split(/\r\n|\n|\r/)) {
    const odd = line.split('"').length % 2 === 0
    if (open) lines[lines.length - 1] += `\n${line}`
    else lines.push(line)
    if (odd) open = open ? 0 : 1
    else if (open) open = open > 20 ? 0 : open + 1
    if (lines.length > 50) break
  }
  return lines.slice(0, 50)
}
