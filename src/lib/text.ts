/**
 * What people type or paste, made fit to keep: one way to write each character, no white space around it, nothing invisible.
 *   clean(' 华为 ')        → '华为'; a full-width space goes too
 *   clean('a\u0000b')     → null: cannot be stored
 */
export function clean(text: string, lines: 'one line' | 'many lines' = 'one line'): string | null {
  // Nine of ten values are plain ASCII or common Han: they only need the trim.
  if (plain.test(text)) return text.trim()
  if (!text.isWellFormed()) return null
  const seen = text.replace(invisible, '').normalize('NFC')
  if (lines === 'one line') return controls.test(seen) ? null : seen.trim()
  const joined = seen.replace(lineEnds, '\n')
  return controlsButLines.test(joined) ? null : joined.trim()
}

const plain = /^[\x20-\x7e\u4e00-\u9fff]*$/
/** Zero-width spaces, byte order marks and the direction marks that phones' contact lists put around numbers. Joiners stay: emoji need them. */
const invisible = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const lineEnds = /\r\n?|\u2028|\u2029|\u0085/g
const controls = /[\p{Cc}\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]/u
const controlsButLines = /(?![\n\t])[\p{Cc}\ufdd0-\ufdef\ufffe\uffff]/u

/** Whether PostgreSQL can keep it: no NUL, no half of a character. */
export const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** Full-width letters, digits and signs as half-width ones: '１２３＠' → '123@'. */
export const halfWidth = (text: string): string => (wide.test(text) ? text.normalize('NFKC') : text)

const wide = /[^\x20-\x7e\u4e00-\u9fff]/

/** Longer than so many characters, as people count them (a character outside the first 65,536 is one, not two). */
export function longerThan(text: string, max: number): boolean {
  if (text.length <= max) return false
  if (text.length > max * 2) return true
  let count = 0
  for (const _ of text) if (++count > max) return true
  return false
}

/** Equal keys: the same words, however they were typed. */
export const textKey = (text: string): string => halfWidth(text).toLowerCase().replace(/\s+/g, '')
