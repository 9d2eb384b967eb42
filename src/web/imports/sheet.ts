import type { ImportJson } from '../../lib/wire.ts'
import type { CSSProperties } from 'react'

/** The columns that go somewhere, as wide as their values want: bad rows and twins are laid out like the file. */
export function sheetOf(now: ImportJson): { columns: string[]; style: CSSProperties } {
  const columns = now.columns.filter((column) => (now.mapping[column.name] ?? null) !== null)
  const widths = columns.map(
    ({ name, samples }) => `minmax(${widthOf([name, ...samples])}px, ${Math.max(1, ...samples.map(units)) > 16 ? 2 : 1}fr)`,
  )
  return { columns: columns.map((column) => column.name), style: { '--sheet': widths.join(' ') } as CSSProperties }
}

/** A Chinese sign is 13 pixels wide here, a letter about 7.5. */
const units = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 13 : 7.5), 0) / 7.5
const widthOf = (texts: string[]) => Math.round(Math.min(170, Math.max(84, ...texts.map((text) => units(text) * 7.5 + 24))))

/** The columns of a phone's card that say who a row is. */
export const whoIs = (now: ImportJson, titles: string[], cells: Record<string, string>): string =>
  titles
    .map((title) => now.columns.find((column) => now.mapping[column.name] === title)?.name)
    .map((name) => (name === undefined ? '' : (cells[name] ?? '').trim()))
    .filter((text) => text !== '')
    .join(' · ')

/** Written differently, meant the same: blanks, width of signs, capitals. */
export const alike = (a: string | undefined, b: string | undefined): boolean => plain(a) === plain(b)
const plain = (text: string | undefined) => (text ?? '').normalize('NFKC').replace(/\s+/g, '').toLowerCase()
