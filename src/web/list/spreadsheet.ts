import { defuse, restore } from '../../lib/tabular/defuse.ts'

/** What a spreadsheet, or a list of ours, puts on the clipboard: tabs, lines, quotes around cells that hold either, an apostrophe before what would run. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g
  const whole = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (const match of whole.matchAll(cells)) {
    if (match.index === whole.length && match[0] === '' && whole !== '' && !/[\t\n]$/.test(whole)) break
    rows.at(-1)!.push(restore(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"')))
    if (match[3] === '\n') rows.push([])
    if (match[3] === '') break
  }
  return rows
}

/** The same the other way: nothing in it runs in a spreadsheet. Columns of `numbers` hold our own figures: a loss stays one that adds up. */
export function writeTable(rows: string[][], numbers: boolean[] = []): string {
  // One telephone number is copied to be dialled or sent.
  if (rows.length === 1 && /^\+[\d ]+$/.test(rows[0]!.join('\t'))) return rows[0]![0]!
  return rows.map((cells) => cells.map((text, i) => quoted(numbers[i] ? text : defuse(text))).join('\t')).join('\n')
}

const quoted = (text: string) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
