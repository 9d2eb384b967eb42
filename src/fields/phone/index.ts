import { readPhone, unwrapPhone } from '../../lib/phone.ts'
import { clean } from '../../lib/text.ts'
import { badOption, build, oneColumn, optionsOf } from '../build.ts'
import type { Cell, Field, FieldOptions, FieldType } from '../field.ts'
import { type Read, digitsOf, equality, isProblem, matching, presence, readText } from '../operators.ts'

export type PhoneOptions = {
  /** `mobile` refuses landlines; `any` (where nothing is said) takes both. */
  kind?: 'mobile' | 'any'
}

/** A telephone number, kept as typed and compared as the number that it is. */
export const phone = (options: FieldOptions & PhoneOptions = {}) => build<PhoneOptions>('phone', options)

const max = 60

export const phoneType: FieldType = {
  name: 'phone',
  label: { zh: '电话', en: 'Phone' },
  columns: oneColumn('text'),
  derived: { columns: () => derivedColumns, derive: (cells, field) => [sameOf(cells[0]!, kindOf(field))] },
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', maxLength: max }),
  parse(value, field) {
    if (typeof value !== 'string') return { problem: { code: 'not-text' } }
    const typed = clean(value)
    if (typed === null) return { problem: { code: 'bad-character' } }
    const text = unwrapPhone(typed)
    if (text === '') return { cells: [null] }
    const found = readPhone(text, kindOf(field))
    return 'code' in found ? { problem: found } : { cells: [text] }
  },
  value: (cells) => cells[0],
  plain: () => true,
  fromText: (text) => ({ value: unwrapPhone(text) }),
  toText: (value) => String(value),
  operators: () => operators,
  sort: () => '_same',
  same: () => '_same',
  words: (cells, field) => [sameOf(cells[0]!, kindOf(field)) ?? String(cells[0])],
  check: (field) => ([undefined, 'mobile', 'any'].includes(kindOption(field)) ? null : badOption('kind')),
}

const derivedColumns = [{ suffix: '_same', type: 'text' as const }]
const kindOption = (field: Field) => optionsOf<PhoneOptions>(field).kind
const kindOf = (field: Field) => (kindOption(field) === 'mobile' ? 'mobile' : 'any')

function sameOf(cell: Cell, kind: 'mobile' | 'any'): string | null {
  if (typeof cell !== 'string') return null
  const found = readPhone(cell, kind)
  return 'code' in found ? null : found.same
}

/** Whole numbers are compared as numbers, whatever the writing; a part of one by its digits. */
const readNumber: Read = (operand, field, context) => {
  const text = readText(operand, field, context)
  if (isProblem(text)) return text
  const found = readPhone(unwrapPhone(String(text)), 'any')
  return 'code' in found ? String(text) : found.same
}
const operators = {
  ...equality('text', { type: 'string', maxLength: max }, readNumber, '_same'),
  ...matching('_same', (text) => (/^\s*\+/.test(text) ? '+' : '') + digitsOf(text) || text),
  ...presence(),
}
