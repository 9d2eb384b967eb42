/** What a derived or gathered value may be: it borrows columns, reading and comparing from the type of its result. */
import sql from 'sql-template-tag'
import type { Problem } from '../lib/errors.ts'
import { badOption, optionsOf } from './build.ts'
import { booleanType } from './boolean/index.ts'
import { dateType } from './date/index.ts'
import { datetimeType } from './datetime/index.ts'
import type { Field, FieldType } from './field.ts'
import { moneyType } from './money/index.ts'
import { numberType } from './number/index.ts'
import { percentType } from './percent/index.ts'
import { textType } from './text/index.ts'

const types = {
  number: numberType,
  money: moneyType,
  percent: percentType,
  text: textType,
  date: dateType,
  datetime: datetimeType,
  boolean: booleanType,
}
export type Result = keyof typeof types

/** The type of the result, and bounds that a computed value need not keep. */
const resultOf = (field: Field): FieldType => types[optionsOf<{ result: Result }>(field).result]
const plain: Partial<Record<Result, object>> = { percent: { min: undefined, max: undefined } }

export const isResult = (value: unknown): value is Result => typeof value === 'string' && Object.hasOwn(types, value)

export const checkResult = (field: Field): Problem | null => {
  const { result } = optionsOf<{ result: unknown }>(field)
  return isResult(result) ? (resultOf(field).check?.(field) ?? null) : badOption('result')
}

const free = (field: Field): Field => ({ ...plain[optionsOf<{ result: Result }>(field).result], ...field })

export const borrowed: Omit<FieldType, 'name' | 'label'> = {
  columns: (field) => resultOf(field).columns(field),
  derived: {
    columns: (field) => resultOf(field).derived?.columns(field) ?? [],
    derive: (cells, field) => resultOf(field).derived?.derive(cells, field) ?? [],
  },
  read: (field) => resultOf(field).read(field),
  write: (field) => resultOf(field).write(field),
  parse: (value, field, context) => resultOf(field).parse(value, free(field), context),
  value: (cells, field) => resultOf(field).value(cells, field),
  fromText: (text, field, context) => resultOf(field).fromText(text, field, context),
  toText: (value, field, context) => resultOf(field).toText(value, field, context),
  operators: (field) => resultOf(field).operators(field),
  sort: (field) => resultOf(field).sort?.(field),
  words: (cells, field) => resultOf(field).words?.(cells, field) ?? [],
  measure: (field) => resultOf(field).measure?.(field),
  ofSum: (field, suffix, column, context) =>
    resultOf(field).ofSum?.(field, suffix, column, context) ?? sql`sum(${column(resultOf(field).measure?.(field) ?? '')})`,
  computed: true,
}
