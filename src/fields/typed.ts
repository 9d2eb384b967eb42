/** Text as people type it, whatever a type makes of it. */
import { clean, longerThan } from '../lib/text.ts'
import type { Cell } from './field.ts'
import type { Problem } from '../lib/errors.ts'

type Parsed = { cells: Cell[] } | { problem: Problem }

/** Cleaned; nothing left is empty; more than `max` characters are refused. What is left is `made` into cells, or refused by its type. */
export function parseTyped(value: unknown, max: number, made: (text: string) => Parsed = kept, lines?: 'many lines'): Parsed {
  if (typeof value !== 'string') return { problem: { code: 'not-text' } }
  const text = clean(value, lines)
  if (text === null) return { problem: { code: 'bad-character' } }
  if (text === '') return { cells: [null] }
  return longerThan(text, max) ? { problem: { code: 'too-long', values: { max } } } : made(text)
}

const kept = (text: string): Parsed => ({ cells: [text] })
