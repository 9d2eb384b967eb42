import { isLink } from '../../lib/link.ts'
import { halfWidth } from '../../lib/text.ts'
import { build, first, oneColumn } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { matching, presence, textEquality } from '../operators.ts'
import { parseTyped } from '../typed.ts'

/** A web address, kept as typed; lib/link.ts makes of 'www.a.cn' what a browser can open. */
export const url = (options: FieldOptions = {}) => build('url', options)

const max = 2000

export const urlType: FieldType = {
  name: 'url',
  label: { zh: '网址', en: 'Web address' },
  columns: oneColumn('text'),
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', maxLength: max }),
  parse: (value) => parseTyped(value, max, (text) => (isLink(text) ? { cells: [text] } : { problem: { code: 'not-url' } })),
  value: (cells) => cells[0],
  plain: () => true,
  fromText(text) {
    const plain = text.trim().replace(/^<|>$/g, '')
    return { value: isLink(plain) ? plain : halfWidth(plain) }
  },
  toText: (value) => String(value),
  operators: () => operators,
  sort: first,
  same: first,
  words: (cells) => [String(cells[0])],
}

const operators = { ...textEquality, ...matching(), ...presence() }
