/**
 * A document as it stands on paper: nothing but words, computed by the server from a record. The PDF and the page in the
 * browser are drawn from the same sheet, so they cannot differ.
 */
export type Sheet = {
  /** `both`: Chinese and English side by side. */
  language: PaperLanguage
  title: string
  /** Number and revision, as the other side will quote it. */
  number: string
  /** What the file is called, without its ending. */
  file: string
  /** Across the page of what is not to be relied on: a draft. */
  mark: string | null
  /** Whose paper it is. `logo`: id of an uploaded picture. */
  firm: { name: string; lines: string[]; logo: string | null }
  to: { label: string; name: string; facts: Fact[] }
  facts: Fact[]
  columns: SheetColumn[]
  rows: string[][]
  totals: Fact[]
  words: Fact | null
  notes: Fact[]
  signatures: { label: string; lines: string[] }[]
  /** With {page} and {pages}. */
  pages: string
}
export type Fact = { label: string; value: string }
/** `text` takes the room that is left, `short` stands in the middle of as much as it needs, `number` at its right. */
export type SheetColumn = { label: string; kind: 'text' | 'short' | 'number' }

export const paperLanguages = ['zh', 'en', 'both'] as const
export type PaperLanguage = (typeof paperLanguages)[number]

/** Printable text: without controls, halves of characters and signs that turn the direction of what follows. */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed().replace(unprintable, '') as T
  if (Array.isArray(value)) return value.map(printable) as T
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, printable(each)])) as T
  return value
}

const unprintable = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu
