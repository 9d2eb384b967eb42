import type { Language } from '../errors.ts'
import { countFilled, isFilled, type Raw } from './raw.ts'

/**
 * Where the header is, as `at` of its row; -1 where the table has none and begins at once with people and numbers.
 *
 * Above a header stand titles, empty rows, "导出时间：…": rows much narrower than the table. The header is the first row
 * at least half as wide as the rows below it that reads like names. A row that has a phone number where the rows below have
 * phone numbers is not a header: taking it for one would lose a customer.
 */
export function findHeader(rows: Raw[]): number {
  const table = rows.filter(({ cells }) => cells.some(isFilled)).map((row) => ({ ...row, filled: countFilled(row.cells) }))
  const wide = table.filter(({ filled }, i) => filled >= 0.5 * median(table.slice(i + 1).map((row) => row.filled)))
  for (const row of wide) {
    const below = table.filter((other) => other.at > row.at)
    if (isData(row.cells, below)) return -1
    if (!readsLikeNames(row.cells)) continue
    const next = below[0]
    // A title of two cells over a narrow table: the row under it is far wider and reads like names, too.
    return next && row.filled <= 0.7 * next.filled && readsLikeNames(next.cells) ? next.at : row.at
  }
  const first = wide[0] ?? table[0]
  return !first || first.cells.some((cell) => kindOfValue(cell)) ? -1 : first.at
}

/** Names for `width` columns: trimmed, never empty, never twice: "电话", "电话 2", "列 4". */
export function columnNames(cells: string[], width: number, language: Language = 'zh'): string[] {
  const taken = new Set(cells.slice(0, width).map(clean))
  const seen = new Set<string>()
  return Array.from({ length: width }, (_, column) => {
    const own = clean(cells[column] ?? '')
    const name = own || `${language === 'zh' ? '列' : 'Column'} ${column + 1}`
    let free = name
    for (let n = 2; seen.has(free) || (free !== own && taken.has(free)); n++) free = `${name} ${n}`
    seen.add(free)
    return free
  })
}

const clean = (cell: string) => cell.replace(/\s+/g, ' ').trim()

type Kind = 'phone' | 'email' | 'date' | 'address' | 'number'

function kindOfValue(cell: string): Kind | null {
  const text = cell.trim()
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'email'
  if (/^(https?:\/\/|www\.)\S+$/i.test(text)) return 'address'
  if (/^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}/.test(text)) return 'date'
  if (/^[+(]?\d[\d\s()+-]{5,}\d$/.test(text)) return 'phone'
  if (/^(19|20)\d\d$/.test(text)) return null
  return /^[¥￥$€]?-?\d[\d,]*(\.\d+)?%?$/.test(text) ? 'number' : null
}

function isData(cells: string[], below: Raw[]): boolean {
  return cells.some((cell, column) => {
    const kind = kindOfValue(cell)
    if (!kind || kind === 'number') return false
    const others = below.map((row) => row.cells[column]).filter(isFilled)
    return others.length > 0 && others.filter((other) => kindOfValue(other ?? '') === kind).length >= others.length / 2
  })
}

function readsLikeNames(cells: string[]): boolean {
  const filled = cells.filter(isFilled)
  const kinds = filled.map(kindOfValue)
  if (filled.some((cell, i) => (kinds[i] && kinds[i] !== 'number') || /[:：。]\s*$/.test(cell) || cell.length > 80)) return false
  // A row of numbers is no header; years are, over amounts.
  return kinds.filter((kind) => kind === 'number').length <= filled.length / 2
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
