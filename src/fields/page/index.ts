import { isPage } from '../../lib/page-address.ts'
import { build, oneColumn } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { matching, presence } from '../operators.ts'
import { parseTyped } from '../typed.ts'

/** A page of this app, with what is asked of it: '/o/leads?sort=name'. Never an address elsewhere. */
export const page = (options: FieldOptions = {}) => build('page', options)

/** A list's filter stands in its address. */
const max = 20_000

export const pageType: FieldType = {
  name: 'page',
  label: { zh: '页面', en: 'Page' },
  columns: oneColumn('text'),
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', maxLength: max }),
  parse: (value) => parseTyped(value, max, (text) => (isPage(text) ? { cells: [text] } : { problem: { code: 'not-page' } })),
  value: (cells) => cells[0],
  plain: () => true,
  fromText: (text) => ({ value: text.trim() }),
  toText: (value) => String(value),
  operators: () => operators,
  words: (cells) => [String(cells[0])],
}

const operators = { ...matching(), ...presence() }
