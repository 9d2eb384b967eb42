import type { Problem } from '../../lib/errors.ts'
import { badOption, build, optionsOf } from '../build.ts'
import type { Field, FieldOptions, FieldType, Gathering } from '../field.ts'
import { type Result, borrowed, checkResult } from '../results.ts'

export type RollupOptions = Gathering & { result: Result; digits?: number; /** Of a day taken with its time. */ time?: 'optional' }

/** Gathered from records that refer to this one: rollup({ of: 'order', by: 'account', fn: 'sum', field: 'total', result: 'money' }). */
export const rollup = (options: FieldOptions & RollupOptions) => build<RollupOptions>('rollup', options)

export const rollupType: FieldType = {
  ...borrowed,
  name: 'rollup',
  label: { zh: '汇总', en: 'Gathered' },
  gathers: (field) => {
    const { of, by, fn, field: gathered, orderBy, where } = optionsOf<RollupOptions>(field)
    return { of, by, fn, field: gathered, orderBy, where }
  },
  check,
}

function check(field: Field): Problem | null {
  const { of, by, fn, field: gathered, orderBy, where, result } = optionsOf<RollupOptions>(field)
  if (typeof of !== 'string') return badOption('of')
  if (typeof by !== 'string') return badOption('by')
  if (!['count', 'sum', 'min', 'max', 'take'].includes(fn)) return badOption('fn')
  if (fn === 'count' ? gathered !== undefined || result !== 'number' : typeof gathered !== 'string') return badOption('field')
  if (fn === 'take' ? typeof orderBy !== 'string' : orderBy !== undefined) return badOption('orderBy')
  if (where !== undefined && (typeof where !== 'object' || where === null)) return badOption('where')
  return checkResult(field)
}
