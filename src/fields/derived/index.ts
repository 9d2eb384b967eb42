import { build, optionsOf } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { type Result, borrowed, checkResult } from '../results.ts'
import { evaluate } from './evaluate.ts'
import { type Expression, type Term, checkExpression, fieldsIn } from './expression.ts'
import { fitted } from './fitted.ts'

export { evaluate } from './evaluate.ts'
export { type Expression, type Term, choose, the } from './expression.ts'

export type DerivedOptions = {
  result: Result
  from: Expression
  /** Decimals of the result; the type's own where not said. */
  digits?: number
}

/** Computed from the record's own values: derived('money', the('amount').times(the('probability')).over(100)). */
export const derived = (result: Result, from: Term | Expression, options: FieldOptions & { digits?: number } = {}) =>
  build<DerivedOptions>('derived', { ...options, result, from: 'expression' in from ? from.expression : from })

export const derivedType: FieldType = {
  ...borrowed,
  name: 'derived',
  label: { zh: '计算', en: 'Computed' },
  compute: (field, valueOf) => fitted(evaluate(optionsOf<DerivedOptions>(field).from, valueOf), optionsOf<DerivedOptions>(field)),
  expression: (field) => optionsOf<DerivedOptions>(field).from,
  reads: (field) => fieldsIn(optionsOf<DerivedOptions>(field).from),
  check: (field) => checkResult(field) ?? checkExpression(optionsOf<DerivedOptions>(field).from),
}
