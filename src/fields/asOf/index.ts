import { badOption, build, optionsOf } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'

export type AsOfOptions = {
  /** A filter value over the record, true or false at the moment of reading. */
  when: object
}

/** As of now, such as overdue: asOf({ label, when: { field: 'dueAt', op: 'overdue', value: true } }); keeps no column. */
export const asOf = (options: FieldOptions & AsOfOptions) => build<AsOfOptions>('asOf', options)

export const asOfType: FieldType = {
  name: 'asOf',
  label: { zh: '此刻是否', en: 'As of now' },
  columns: () => [],
  read: () => ({ type: 'boolean' }),
  write: () => ({ type: 'boolean' }),
  parse: () => ({ problem: { code: 'read-only' } }),
  value: () => null,
  fromText: () => ({ problem: { code: 'read-only' } }),
  toText: (value, _, { language }) => (language === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No'),
  operators: () => ({ eq: { operand: { type: 'boolean' }, sql: () => ({ code: 'bad-operator' }) } }),
  asOf: (field) => optionsOf<AsOfOptions>(field).when,
  computed: true,
  check: (field) => (typeof optionsOf<AsOfOptions>(field).when === 'object' ? null : badOption('when')),
}
