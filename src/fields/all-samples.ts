/** The samples of all types by name; a type's variants are other settings of it that deserve samples of their own. */
import { samples as asOf } from './asOf/samples.ts'
import { samples as autoNumber } from './autoNumber/samples.ts'
import { samples as boolean } from './boolean/samples.ts'
import { samples as choice, variants as choiceVariants } from './choice/samples.ts'
import { samples as date, variants as dateVariants } from './date/samples.ts'
import { samples as datetime } from './datetime/samples.ts'
import { samples as derived } from './derived/samples.ts'
import { samples as email } from './email/samples.ts'
import { samples as file } from './file/samples.ts'
import { samples as group } from './group/samples.ts'
import { samples as lines } from './lines/samples.ts'
import { samples as list } from './list/samples.ts'
import { samples as longText } from './longText/samples.ts'
import { samples as money, variants as moneyVariants } from './money/samples.ts'
import { samples as number, variants as numberVariants } from './number/samples.ts'
import { samples as owner } from './owner/samples.ts'
import { samples as page } from './page/samples.ts'
import { samples as percent } from './percent/samples.ts'
import { samples as phone, variants as phoneVariants } from './phone/samples.ts'
import { samples as ref } from './ref/samples.ts'
import { samples as rollup } from './rollup/samples.ts'
import { samples as states } from './states/samples.ts'
import { samples as text } from './text/samples.ts'
import { samples as url } from './url/samples.ts'
import type { Samples } from './samples.ts'

export const samplesOf: Record<string, Samples> = {
  text,
  longText,
  number,
  percent,
  money,
  boolean,
  date,
  datetime,
  choice,
  states,
  ref,
  owner,
  email,
  phone,
  url,
  page,
  autoNumber,
  file,
  lines,
  group,
  list,
  derived,
  rollup,
  asOf,
}

export const variantsOf: Record<string, Samples[]> = {
  number: numberVariants,
  money: moneyVariants,
  date: dateVariants,
  choice: choiceVariants,
  phone: phoneVariants,
}
