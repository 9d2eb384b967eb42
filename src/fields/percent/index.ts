import { readNumberText } from '../../lib/number-text.ts'
import { build, first, oneColumn, optionsOf } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { type DecimalOptions, checkDecimal, decimalRead, decimalWrite, readDecimal } from '../number/decimals.ts'
import { numberOperators, numberType } from '../number/index.ts'

/** A percentage: 12.5 is 12.5 %. From 0 to 100 where nothing else is said. */
export const percent = (options: FieldOptions & DecimalOptions = {}) => build<DecimalOptions>('percent', options)

const usual = { digits: 4, min: 0, max: 100 }

export const percentType: FieldType = {
  name: 'percent',
  label: { zh: '百分比', en: 'Percent' },
  columns: oneColumn('numeric'),
  read: () => decimalRead,
  write: () => decimalWrite,
  parse(value, field) {
    const options = { ...usual, ...optionsOf<DecimalOptions>(field) }
    const number = readDecimal(value, options.digits, options)
    return typeof number === 'string' ? { cells: [number] } : { problem: number }
  },
  value: numberType.value,
  fromText(text) {
    const number = readNumberText(text.trimEnd().replace(/[%％]$/, ''))
    return typeof number === 'string' ? { value: number } : { problem: number }
  },
  toText: (value) => `${String(value)}%`,
  operators: () => numberOperators,
  sort: first,
  same: first,
  check: checkDecimal,
  measure: first,
}
