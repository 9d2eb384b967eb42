import { firmKey } from '../../lib/company.ts'
import { unscientific } from '../../lib/decimal.ts'
import { sortKey } from '../../lib/pinyin.ts'
import { textKey } from '../../lib/text.ts'
import { badOption, build, isCount, oneColumn, optionsOf } from '../build.ts'
import type { Cell, Column, Field, FieldOptions, FieldType } from '../field.ts'
import { matching, presence, textEquality } from '../operators.ts'
import { parseTyped } from '../typed.ts'

export type TextOptions = {
  /** Most characters; 500 where not said. */
  max?: number
  /** Sorts as Chinese does; so does every text with `search`. */
  sortable?: boolean
  /** A firm's name: twins are found without regard to 有限公司 and brackets. */
  firm?: boolean
  /** A person's name: the first character is read as a surname (单 is shan). */
  person?: boolean
}

/** One line of text. */
export const text = (options: FieldOptions & TextOptions = {}) => build<TextOptions>('text', options)

const longest = 500
const sorts = (field: Field<TextOptions>) => Boolean(field.search || field.sortable)
const compares = (field: Field<TextOptions>) => Boolean(field.firm || field.twin || field.unique)

export const textType: FieldType = {
  name: 'text',
  label: { zh: '单行文字', en: 'Text' },
  columns: oneColumn('text'),
  derived: { columns: (field) => derivedColumns(optionsOf(field)), derive: (cells, field) => derive(cells, optionsOf(field)) },
  read: () => ({ type: 'string' }),
  write: (field) => ({ type: 'string', maxLength: maxOf(field) }),
  parse: (value, field) => parseTyped(value, maxOf(field)),
  value: (cells) => cells[0],
  plain: () => true,
  fromText(text) {
    // Ids and tax numbers that a spreadsheet took for a number have lost their last digits.
    if (scientific.test(text) && 'lost' in (unscientific(text.trim()) ?? {})) return { problem: { code: 'lost-digits' } }
    return { value: breaks.test(text) ? text.replace(breaks, ' ').trim() : text.trim() }
  },
  toText: (value) => String(value),
  operators: () => operators,
  sort: (field) => (sorts(optionsOf(field)) ? '_sort' : ''),
  same: (field) => (compares(optionsOf(field)) ? '_same' : ''),
  words: (cells) => [String(cells[0])],
  check: (field) =>
    optionsOf<TextOptions>(field).max === undefined || isCount(optionsOf<TextOptions>(field).max, 1, longest) ? null : badOption('max'),
}

const operators = { ...textEquality, ...matching(), ...presence() }
const maxOf = (field: Field) => optionsOf<TextOptions>(field).max ?? longest
const scientific = /^\s*\d\.\d+E\+\d\d\s*$/i
const breaks = /[\r\n\t\u2028\u2029]+/g

function derivedColumns(field: Field<TextOptions>): Column[] {
  const columns: Column[] = []
  if (sorts(field)) columns.push({ suffix: '_sort', type: 'text' })
  if (compares(field)) columns.push({ suffix: '_same', type: 'text' })
  return columns
}

function derive([text]: Cell[], field: Field<TextOptions>): Cell[] {
  const cells: Cell[] = []
  const empty = typeof text !== 'string'
  if (sorts(field)) cells.push(empty ? null : sortKey(text, field.person))
  if (compares(field)) cells.push(empty ? null : field.firm ? firmKey(text) : textKey(text))
  return cells
}
