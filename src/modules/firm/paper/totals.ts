/** What it comes to: net, tax, total as the server computed them, and the total written out. */
import { amountInWords } from '../../../lib/amount-in-words.ts'
import type { Fact, PaperLanguage } from '../../../lib/sheet.ts'
import type { RecordJson } from '../../../lib/wire.ts'
import { amountOf, money, percent } from './amounts.ts'
import { sayer } from './say.ts'

export function totalsOf(record: RecordJson, language: PaperLanguage): Fact[] {
  const say = sayer(language)
  const discount = percent(record.discount)
  const lines: [string, unknown][] = [
    [say('未税金额', 'Net'), record.net],
    [say('税额', 'Tax'), record.tax],
    [say('价税合计', 'Total'), record.total],
  ]
  return [
    // a line's amount is already less by it
    ...(discount ? [{ label: say('整单折扣（已计入各行）', 'Discount on all (in the amounts above)', '\n'), value: `-${discount}` }] : []),
    ...lines.flatMap(([label, value]) => {
      const found = amountOf(value)
      return found ? [{ label, value: money(found, language) }] : []
    }),
  ]
}

export function wordsOf(record: RecordJson, language: PaperLanguage): Fact | null {
  const total = amountOf(record.total)
  const said = total && amountInWords(total.amount, total.currency, 'zh')
  if (!said) return null
  const english = amountInWords(total.amount, total.currency, 'en') ?? ''
  return { label: sayer(language)('金额大写', 'Amount in words'), value: sayer(language)(said, english, '\n') }
}
