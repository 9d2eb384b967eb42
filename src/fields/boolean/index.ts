import sql from 'sql-template-tag'
import { halfWidth } from '../../lib/text.ts'
import { build, first, oneColumn } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { type Read, casts, compared, presence } from '../operators.ts'

/** Yes or no. */
export const boolean = (options: FieldOptions = {}) => build('boolean', options)

export const booleanType: FieldType = {
  name: 'boolean',
  label: { zh: '是否', en: 'Yes or no' },
  columns: oneColumn('boolean'),
  read: () => ({ type: 'boolean' }),
  write: () => ({ type: 'boolean' }),
  parse: (value) => (typeof value === 'boolean' ? { cells: [value] } : { problem: { code: 'not-boolean' } }),
  value: (cells) => cells[0] === true || cells[0] === 't' || cells[0] === 'true',
  fromText(text) {
    const word = halfWidth(text).trim().toLowerCase()
    if (yes.has(word)) return { value: true }
    return no.has(word) ? { value: false } : { problem: { code: 'not-boolean' } }
  },
  toText: (value, _, { language }) => (language === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No'),
  operators: () => operators,
  sort: first,
  same: first,
  groups: true,
}

const yes = new Set(['是', '对', '有', '真', '√', '✓', '✔', '☑', 'y', 'yes', 'true', 't', '1', 'on', '1.0', '启用'])
const no = new Set(['否', '不', '不是', '错', '无', '没有', '假', '×', '✗', '✘', '☐', 'n', 'no', 'false', 'f', '0', 'off', '0.0', '停用'])

const readBoolean: Read = (operand) => (typeof operand === 'boolean' ? operand : { code: 'not-boolean' })
const operand = { type: 'boolean' }
const operators = {
  eq: compared(operand, readBoolean, (column, value) => sql`${column('')} = ${casts.boolean(value)}`),
  ne: compared(operand, readBoolean, (column, value) => sql`${column('')} is distinct from ${casts.boolean(value)}`),
  ...presence(),
}
