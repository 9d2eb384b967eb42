import { build, first, oneColumn, optionsOf } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { type Operators, type Read, equality, people, presence } from '../operators.ts'
import { badOption } from '../build.ts'

export type RefOptions = {
  to: string
  /** Own field → the target's field that fills it: { price: 'price', unit: 'unit' }. */
  fills?: Record<string, string>
}

/** A reference to a record of another object: written as its id, read by the engine as { id, title }. */
export const ref = (to: string, options: FieldOptions & Omit<RefOptions, 'to'> = {}) => build<RefOptions>('ref', { ...options, to })

export const refType: FieldType = {
  name: 'ref',
  label: { zh: '引用', en: 'Reference' },
  columns: oneColumn('uuid'),
  read: () => ({
    type: 'object',
    properties: { id: uuid, title: { type: ['string', 'null'] } },
    required: ['id', 'title'],
    additionalProperties: true,
  }),
  write: () => ({
    anyOf: [
      uuid,
      { type: 'object', properties: { id: uuid, title: { type: ['string', 'null'] } }, required: ['id'], additionalProperties: false },
    ],
  }),
  parse(value) {
    const id = idIn(value)
    return id === null ? { problem: { code: 'not-reference' } } : { cells: [id] }
  },
  value: (cells) => cells[0],
  /** A file names records: what is no id is handed on as { title }, for the import to look up. */
  fromText: (text) => ({ value: shape.test(text.trim()) ? text.trim().toLowerCase() : { title: text.trim() } }),
  toText: (value) =>
    typeof value === 'object' && value !== null ? String((value as { title: string | null }).title ?? '') : String(value),
  operators: (field) => (optionsOf<RefOptions>(field).to === 'user' ? peopleOperators : operators),
  sort: () => undefined,
  same: first,
  target: (field) => optionsOf<RefOptions>(field).to,
  fills: (field) => optionsOf<RefOptions>(field).fills,
  groups: true,
  check: (field) => (typeof optionsOf<RefOptions>(field).to === 'string' ? null : badOption('to')),
}

const uuid = { type: 'string', format: 'uuid' }
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An id, or what was read: { id, title }. */
function idIn(value: unknown): string | null {
  if (typeof value === 'string') return shape.test(value) ? value.toLowerCase() : null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { id, title, ...rest } = value as Record<string, unknown>
  if (typeof id !== 'string' || Object.keys(rest).length || !(title === undefined || title === null || typeof title === 'string'))
    return null
  return shape.test(id) ? id.toLowerCase() : null
}

const readId: Read = (operand) => idIn(operand) ?? { code: 'not-reference' }
const operators: Operators = { ...equality('uuid', uuid, readId), ...presence() }
const peopleOperators: Operators = { ...operators, ...people }
