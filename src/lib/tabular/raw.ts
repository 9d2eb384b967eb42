/** A row as it stands in the file; `at` counts from 0, empty rows and titles included. Trailing cells may be missing. */
export type Raw = { at: number; cells: string[] }

export const isFilled = (cell: string | undefined) => cell !== undefined && cell !== '' && cell.trim() !== ''

export const isEmpty = (cells: string[]) => !cells.some(isFilled)

export const countFilled = (cells: string[]) => cells.reduce((count, cell) => (isFilled(cell) ? count + 1 : count), 0)
