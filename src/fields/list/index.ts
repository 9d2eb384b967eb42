import { badOption, build, optionsOf } from '../build.ts'
import type { Field, FieldOptions, FieldType, Parsed } from '../field.ts'
import { type GroupOptions, isObject } from '../group/index.ts'

/** The same questions several times: which lines, how many of each. Asked by a deed; no record keeps one. */
export const list = (fields: Record<string, Field>, options: FieldOptions = {}) => build<GroupOptions>('list', { ...options, fields })

const most = 500

export const listType: FieldType = {
  name: 'list',
  label: { zh: '几组', en: 'List' },
  columns: () => [],
  read: () => ({ type: 'array', items: { type: 'object' } }),
  write: () => ({ type: 'array', items: { type: 'object' }, maxItems: most }),
  parse(value): Parsed {
    if (!Array.isArray(value) || !value.every(isObject)) return { problem: { code: 'wrong-type', values: { expected: '[{…}]' } } }
    return value.length > most ? { problem: { code: 'too-many-values', values: { max: most } } } : { cells: [] }
  },
  value: () => null,
  fromText: () => ({ problem: { code: 'wrong-value' } }),
  toText: () => '',
  operators: () => ({}),
  parts: (field) => ({ fields: optionsOf<GroupOptions>(field).fields, many: true }),
  check: (field) => (isObject(optionsOf<GroupOptions>(field).fields) ? null : badOption('fields')),
}
