import { readNumberText } from '../../lib/number-text.ts'
import { build, first, oneColumn, optionsOf } from '../build.ts'
import type { Field, FieldOptions, FieldType } from '../field.ts'
import { type Read, equality, isProblem, ordering, presence } from '../operators.ts'
import { counted } from './counted.ts'
import { type DecimalOptions, checkDecimal, decimalRead, decimalWrite, mostDigits, readDecimal } from './decimals.ts'

/** A decimal number; never a floating one. */
export const number = (options: FieldOptions & DecimalOptions = {}) => build<DecimalOptions>('number', options)

export const numberType: FieldType = {
  name: 'number',
  label: { zh: '数字', en: 'Number' },
  columns: oneColumn('numeric'),
  read: () => decimalRead,
  write: () => decimalWrite,
  parse(value, field) {
    const number = readDecimal(value, digitsOf(field), optionsOf<DecimalOptions>(field))
    return typeof number === 'string' ? { cells: [number] } : { problem: number }
  },
  value: (cells) => trimmed(String(cells[0])),
  fromText(text) {
    const number = readNumberText(text.replace(counted, '$1'))
    return typeof number === 'string' ? { value: number } : { problem: number }
  },
  toText: (value) => String(value),
  operators: () => numberOperators,
  sort: first,
  same: first,
  check: checkDecimal,
  measure: first,
}

const digitsOf = (field: Field) => optionsOf<DecimalOptions>(field).digits ?? mostDigits
/** PostgreSQL keeps the scale of a sum: 1.500 is 1.5. */
const trimmed = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

export const readOperand: Read = (operand) => {
  const number = readDecimal(operand, mostDigits, {})
  return isProblem(number) ? number : number
}

export const numberOperators = {
  ...equality('numeric', decimalWrite, readOperand),
  ...ordering('numeric', decimalWrite, readOperand),
  ...presence(),
}
