/** A document with lines as a sheet: a quote, an order. The module says its title, its dates and its terms; the rest is the same. */
import type { Reading } from '../../../engine/house.ts'
import { loadRecords } from '../../../engine/list.ts'
import type { Paper } from '../../../engine/paper.ts'
import type { Label } from '../../../fields/field.ts'
import type { Fact, Sheet } from '../../../lib/sheet.ts'
import type { RecordJson, Ref } from '../../../lib/wire.ts'
import { bankOf, firmOf, letterhead, texts } from './letterhead.ts'
import { linesOf } from './lines.ts'
import { type Say, sayer } from './say.ts'
import { totalsOf, wordsOf } from './totals.ts'

/** What one kind of document says in its own words. */
export type Party = {
  object: string
  label: Label
  number: (record: RecordJson, say: Say) => string
  facts: (record: RecordJson, say: Say) => Fact[]
  terms: (record: RecordJson, say: Say) => Fact[]
  /** Across the page while it is not to be relied on. */
  mark?: (record: RecordJson, say: Say) => string | null
}

export function linesPaper({ object, label, number, facts, terms, mark }: Party): Paper {
  return {
    object,
    label,
    async sheet({ reading, record, language }): Promise<Sheet> {
      const say = sayer(language)
      const firm = await firmOf(reading)
      const to = await customerOf(reading, record, say)
      return {
        language,
        title: say(label.zh, label.en),
        number: number(record, say),
        file: [say(label.zh, label.en), record.number, to.name].filter(Boolean).join(' '),
        mark: mark?.(record, say) ?? null,
        firm: letterhead(reading, firm, say),
        to,
        facts: filled([...facts(record, say), ...moneyFacts(record, say), await writerOf(reading, record, say)]),
        ...linesOf(reading, object, record, language),
        totals: totalsOf(record, language),
        words: wordsOf(record, language),
        notes: filled([...terms(record, say), ...bankOf(firm, say)]),
        signatures: [
          { label: say('供方', 'Seller'), lines: signed(say) },
          { label: say('需方确认', 'Confirmed by the buyer'), lines: signed(say) },
        ],
        pages: say('第 {page} 页，共 {pages} 页', 'Page {page} of {pages}', ' · '),
      }
    },
  }
}

const signed = (say: Say) => [say('签字盖章', 'Signature and stamp'), say('日期', 'Date')]
const filled = (facts: Fact[]) => facts.filter((fact) => fact.value !== '')

/** The customer's own record and contact, as far as the reader may see them; of others the name. */
async function customerOf(reading: Reading, record: RecordJson, say: Say): Promise<Sheet['to']> {
  const [account, contact] = [await known(reading, 'account', record.account), await known(reading, 'contact', record.contact)]
  const [firm, person] = [texts(account), texts(contact)]
  return {
    label: say('客户', 'To'),
    name: titleOf(account, record.account),
    facts: filled([
      { label: say('联系人', 'Attention'), value: [titleOf(contact, record.contact), person('title')].filter(Boolean).join('  ') },
      { label: say('电话', 'Phone'), value: person('mobile') || person('phone') || firm('phone') },
      { label: say('邮箱', 'E-mail'), value: person('email') },
      { label: say('地址', 'Address'), value: firm('address') },
      { label: say('税号', 'Tax no.'), value: firm('taxNumber') },
    ]),
  }
}

const titleOf = (found: RecordJson | undefined, pointer: unknown): string =>
  texts(found)('name') || ((pointer as Ref | null | undefined)?.title ?? '')

async function known(reading: Reading, object: string, pointer: unknown): Promise<RecordJson | undefined> {
  const id = (pointer as Ref | null | undefined)?.id
  return id && reading.catalog.objects.has(object) ? (await loadRecords(reading, object, [id]))[0] : undefined
}

/** Who answers questions about it: the owner, with what he is called by. */
async function writerOf(reading: Reading, record: RecordJson, say: Say): Promise<Fact> {
  const pointer = record.owner ?? record.createdBy
  const user = await known(reading, 'user', pointer)
  const of = texts(user)
  return {
    label: say('业务联系人', 'Your contact'),
    value: [titleOf(user, pointer), of('mobile') || of('email')].filter(Boolean).join('  '),
  }
}

function moneyFacts(record: RecordJson, say: Say): Fact[] {
  const currency = (record.total as { currency?: string } | null | undefined)?.currency
  const facts: Fact[] = []
  if (currency) facts.push({ label: say('币种', 'Currency'), value: currency === 'CNY' ? say('人民币', 'CNY') : currency })
  if (typeof record.taxIncluded === 'boolean')
    facts.push({
      label: say('价格', 'Prices'),
      value: record.taxIncluded ? say('含税', 'including tax', ' · ') : say('不含税', 'without tax', ' · '),
    })
  return facts
}
