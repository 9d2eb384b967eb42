/** All field types. A new one is a folder and two lines here. */
import { asOfType } from './asOf/index.ts'
import { autoNumberType } from './autoNumber/index.ts'
import { booleanType } from './boolean/index.ts'
import { choiceType } from './choice/index.ts'
import { dateType } from './date/index.ts'
import { datetimeType } from './datetime/index.ts'
import { derivedType } from './derived/index.ts'
import { emailType } from './email/index.ts'
import type { Field, FieldType } from './field.ts'
import { fileType } from './file/index.ts'
import { groupType } from './group/index.ts'
import { linesType } from './lines/index.ts'
import { listType } from './list/index.ts'
import { longTextType } from './longText/index.ts'
import { moneyType } from './money/index.ts'
import { numberType } from './number/index.ts'
import { ownerType } from './owner/index.ts'
import { pageType } from './page/index.ts'
import { percentType } from './percent/index.ts'
import { phoneType } from './phone/index.ts'
import { refType } from './ref/index.ts'
import { rollupType } from './rollup/index.ts'
import { statesType } from './states/index.ts'
import { textType } from './text/index.ts'
import { urlType } from './url/index.ts'

export { asOf } from './asOf/index.ts'
export { autoNumber, formatNumber } from './autoNumber/index.ts'
export { boolean } from './boolean/index.ts'
export { choice } from './choice/index.ts'
export { date } from './date/index.ts'
export { datetime } from './datetime/index.ts'
export { type Expression, choose, derived, evaluate, the } from './derived/index.ts'
export { email } from './email/index.ts'
export { type FileEntry, file, fileCell, filesIn } from './file/index.ts'
export { group } from './group/index.ts'
export { lines } from './lines/index.ts'
export { list } from './list/index.ts'
export { longText } from './longText/index.ts'
export { type Money, money } from './money/index.ts'
export { number } from './number/index.ts'
export { owner } from './owner/index.ts'
export { page } from './page/index.ts'
export { percent } from './percent/index.ts'
export { phone } from './phone/index.ts'
export { ref } from './ref/index.ts'
export { rollup } from './rollup/index.ts'
export { states } from './states/index.ts'
export { text } from './text/index.ts'
export { url } from './url/index.ts'

const all: FieldType[] = [
  textType,
  longTextType,
  numberType,
  percentType,
  moneyType,
  booleanType,
  dateType,
  datetimeType,
  choiceType,
  statesType,
  refType,
  ownerType,
  emailType,
  phoneType,
  urlType,
  pageType,
  autoNumberType,
  fileType,
  linesType,
  groupType,
  listType,
  derivedType,
  rollupType,
  asOfType,
]

/** By the name that stands in a field's `type`; without a prototype, because names come from definitions made at runtime. */
export const fieldTypes: Record<string, FieldType> = Object.assign(
  Object.create(null),
  Object.fromEntries(all.map((type) => [type.name, type])),
)

export function typeOf(field: Field): FieldType {
  const type = fieldTypes[field.type]
  if (!type) throw new Error(`There is no field type ${field.type}`)
  return type
}
