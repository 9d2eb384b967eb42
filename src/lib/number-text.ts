import { canonical, dusted, shifted, unscientific } from './decimal.ts'
import type { Problem } from './errors.ts'
import { halfWidth } from './text.ts'

/**
 * A number as people have it in files → its canonical text.
 *   '1,234.50' → '1234.5'   '（1,234）' → '-1234'   '3.5万' → '35000'   '１２％' → '12' with the sign told by readPercent
 */
export function readNumberText(text: string): string | Problem {
  const plain = prepare(text)
  const direct = canonical(plain)
  if (direct !== null) return dusted(direct)
  const match = shape.exec(plain)
  if (!match) return scientificOr(plain)
  const number = canonical(match[2]!.replace(/[, ]/g, ''))
  if (number === null) return { code: 'not-number' }
  const minus = (match[1] === '-') !== (plain.startsWith('(') && plain.endsWith(')'))
  const sized = shifted(dusted(number), powers[match[3]?.toLowerCase() ?? ''] ?? 0)
  return minus && sized !== '0' ? '-' + sized : sized
}

/** Half-width, one kind of minus, no quotes or apostrophes of spreadsheets, no white space around it. */
export const prepare = (text: string): string => halfWidth(text).replace(/[−–—]/g, '-').replace(/^\s*'/, '').trim()

const shape =
  /^\(?([+-]?)\s*(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)\s*(万|萬|亿|億|千|百万|千万|w|k)?\)?$/i
const powers: Record<string, number> = { 千: 3, k: 3, 万: 4, 萬: 4, w: 4, 百万: 6, 千万: 7, 亿: 8, 億: 8 }

function scientificOr(plain: string): string | Problem {
  const found = unscientific(plain)
  if (found) return 'lost' in found ? { code: 'lost-digits' } : found.number
  return wrongNumber(plain)
}

/** Why it is no number: O for 0 and l for 1 are told apart from words. */
export function wrongNumber(text: string): Problem {
  const letters = text.match(/[a-z]/gi)
  return letters && /\d/.test(text)
    ? { code: 'letters-in-number', values: { found: [...new Set(letters)].join(' ') } }
    : { code: 'not-number' }
}
