/** What builders and types share: a field is its options and the name of its type. */
import type { Problem } from '../lib/errors.ts'
import type { Column, Field, FieldOptions, SqlType } from './field.ts'

export const build = <O extends object>(type: string, options: FieldOptions & O): Field<O> => ({ ...options, type })

/** A field read as one of its own type: what its options say. */
export const optionsOf = <O extends object>(field: Field): Field<O> => field as Field<O>

export const oneColumn = (type: SqlType): (() => Column[]) => {
  const columns = [{ suffix: '', type }]
  return () => columns
}

export const first = (): string => ''

export const badOption = (option: string): Problem => ({ code: 'bad-option', values: { option } })

export const isCount = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max

export const isLabel = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const { zh, en } = value as Record<string, unknown>
  return typeof zh === 'string' && typeof en === 'string' && zh.length <= 100 && en.length <= 100
}
