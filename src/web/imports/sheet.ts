import type { ImportJson } from '../../lib/wire.ts'
import type { CSSProperties } from 'react'

/** The columns that go somewhere, as wide as their values want: bad rows and twins are laid out like the file. `roomy` ones hold what is to be read. */
export function sheetOf(
  now: Pick<ImportJson, 'columns' | 'mapping'>,
  roomy: ReadonlySet<string>,
): { columns: string[]; style: CSSProperties } {
  const columns = now.columns.filter((column) => (now.mapping[column.name] ?? null) !== null)
  const widths = columns.map(({ name, samples }) => `${widthOf([name, ...samples], roomy.has(name))}px`)
  return { columns: columns.map((column) => column.name), style: { '--sheet': widths.join(' ') } as CSSProperties }
}

/** A Chinese sign is 13 pixels wide here, a letter about 7.5. */
const widthOf = (texts: string[], roomy: boolean) =>
  Math.round(Math.min(roomy ? 180 : 136, Math.max(roomy ? 150 : 72, ...texts.map((text) => pixels(text) + 20))))
const pixels = (text: string) => Array.from(text).reduce((sum, sign) => sum + (sign > '\u2e80' ? 13 : 7.5), 0)

/** The columns of a phone's card that say who a row is. */
export const whoIs = (now: ImportJson, titles: string[], cells: Record<string, string>): string =>
  titles
    .map((title) => now.columns.find((column) => now.mapping[column.name] === title)?.name)
    .map((name) => (name === undefined ? '' : (cells[name] ?? '').trim()))
    .filter((text) => text !== '')
    .join(' · ')

/** Written differently, meant the same: blanks, width of signs, capitals, a mobile with or without its country. */
export const alike = (a: string | undefined, b: string | undefined): boolean => plain(a) === plain(b)
const plain = (text: string | undefined) =>
  (text ?? '')
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .toLowerCase()
    .replace(/^(\+?86)?-?(1\d{2})-?(\d{4})-?(\d{4})$/, '$2$3$4')
