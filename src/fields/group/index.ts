import { badOption, build, optionsOf } from '../build.ts'
import type { Field, FieldOptions, FieldType } from '../field.ts'

export type GroupOptions = { fields: Record<string, Field> }

/** Questions that belong together: the name, the amount and the day of a deal. Asked by a deed; no record keeps one. */
export const group = (fields: Record<string, Field>, options: FieldOptions = {}) => build<GroupOptions>('group', { ...options, fields })

export const groupType: FieldType = {
  name: 'group',
  label: { zh: '一组', en: 'Group' },
  columns: () => [],
  read: () => ({ type: 'object' }),
  write: () => ({ type: 'object' }),
  parse: (value) => (isObject(value) ? { cells: [] } : { problem: { code: 'wrong-type', values: { expected: '{…}' } } }),
  value: () => null,
  fromText: () => ({ problem: { code: 'wrong-value' } }),
  toText: () => '',
  operators: () => ({}),
  parts: (field) => ({ fields: optionsOf<GroupOptions>(field).fields, many: false }),
  check: (field) => (isObject(optionsOf<GroupOptions>(field).fields) ? null : badOption('fields')),
}

export const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
