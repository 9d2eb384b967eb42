import { clean, longerThan } from '../../lib/text.ts'
import { build, oneColumn } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { matching, presence } from '../operators.ts'

/** Text of many lines. */
export const longText = (options: FieldOptions = {}) => build('longText', options)

const max = 20_000

export const longTextType: FieldType = {
  name: 'longText',
  label: { zh: '多行文字', en: 'Long text' },
  columns: oneColumn('text'),
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', maxLength: max }),
  parse(value) {
    if (typeof value !== 'string') return { problem: { code: 'not-text' } }
    const text = clean(value, 'many lines')
    if (text === null) return { problem: { code: 'bad-character' } }
    return longerThan(text, max) ? { problem: { code: 'too-long', values: { max } } } : { cells: [text || null] }
  },
  value: (cells) => cells[0],
  plain: () => true,
  fromText: (text) => ({ value: text.trim() }),
  toText: (value) => String(value),
  operators: () => operators,
  words: (cells) => [String(cells[0])],
}

const operators = { ...matching(), ...presence() }
