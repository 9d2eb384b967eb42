import { build, oneColumn } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { matching, presence } from '../operators.ts'
import { parseTyped } from '../typed.ts'

/** Text of many lines. */
export const longText = (options: FieldOptions = {}) => build('longText', options)

const max = 20_000

export const longTextType: FieldType = {
  name: 'longText',
  label: { zh: '多行文字', en: 'Long text' },
  columns: oneColumn('text'),
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', maxLength: max }),
  parse: (value) => parseTyped(value, max, undefined, 'many lines'),
  value: (cells) => cells[0],
  plain: () => true,
  fromText: (text) => ({ value: text.trim() }),
  toText: (value) => String(value),
  operators: () => operators,
  words: (cells) => [String(cells[0])],
}

const operators = { ...matching(), ...presence() }
