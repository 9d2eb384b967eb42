/** A row as it stands in the file; `at` counts from 0, empty rows and titles included. Trailing cells may be missing. */
export type Raw = { at: number; cells: string[] }

export const isFilled = (cell: string | undefined) => cell !== undefined && cell !== '' && cell.trim() !== ''

export const isEmpty = (cells: string[]) => !cells.some(isFilled)

export const countFilled = (cells: string[]) => cells.reduce((count, cell) => (isFilled(cell) ? count + 1 : count), 0)

/** Rows are kept together up to so many characters, not only so many rows: a hostile file has rows of millions. */
export const mostTogether = 2 ** 22

export function weightOf(cells: string[]): number {
  let weight = 0
  for (const cell of cells) weight += cell.length
  return weight
}
