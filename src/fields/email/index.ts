import { clean, halfWidth } from '../../lib/text.ts'
import { build, oneColumn } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { type Read, equality, matching, presence, readText, isProblem } from '../operators.ts'

/** An e-mail address, kept as typed and compared in lower case. */
export const email = (options: FieldOptions = {}) => build('email', options)

const max = 254

export const emailType: FieldType = {
  name: 'email',
  label: { zh: '邮箱', en: 'E-mail' },
  columns: oneColumn('text'),
  derived: { columns: () => derivedColumns, derive: (cells) => [cells[0] === null ? null : String(cells[0]).toLowerCase()] },
  read: () => ({ type: 'string' }),
  write: () => ({ type: 'string', format: 'email', maxLength: max }),
  parse(value) {
    if (typeof value !== 'string') return { problem: { code: 'not-text' } }
    const text = clean(value)
    if (text === null) return { problem: { code: 'bad-character' } }
    if (text === '') return { cells: [null] }
    const address = halfWidth(text)
    if (address.length > max) return { problem: { code: 'too-long', values: { max } } }
    return shape.test(address) && address.indexOf('@') <= 64 ? { cells: [address] } : { problem: { code: 'not-email' } }
  },
  value: (cells) => cells[0],
  plain: () => true,
  fromText: (text) => ({ value: bare(text) }),
  toText: (value) => String(value),
  operators: () => operators,
  sort: () => '_same',
  same: () => '_same',
  words: (cells) => [String(cells[0])],
}

/** An address with a name before it is shorter; what is not is refused as it stands, before any pattern thinks about it. */
const longest = 1000

const derivedColumns = [{ suffix: '_same', type: 'text' as const }]
const shape =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{M}][\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}]$/u

/** 张三 <zhang@a.cn>, mailto:zhang@a.cn?subject=…, zhang＠a．cn; → the address. */
function bare(text: string): string {
  if (text.length > longest) return text
  const plain = halfWidth(text).trim().replace(/^'/, '')
  const inside = /<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(plain)?.[1] ?? plain
  return inside
    .replace(/^<|>$/g, '')
    .replace(/^(?:mailto|e-?mail|邮箱)\s*:\s*/i, '')
    .replace(/\?.*$/, '')
    .replace(/[;,。]$/, '')
    .trim()
}

const readEmail: Read = (operand, field, context) => {
  const text = readText(operand, field, context)
  return isProblem(text) ? text : halfWidth(String(text)).toLowerCase()
}
const operators = {
  ...equality('text', { type: 'string', maxLength: max }, readEmail, '_same'),
  ...matching('_same', (text) => halfWidth(text).toLowerCase()),
  ...presence(),
}
