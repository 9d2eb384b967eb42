import { captionOf } from '../../../engine/caption.ts'
import type { Reading } from '../../../engine/house.ts'
import type { Offers } from '../../../engine/module.ts'
import type { Offer, RecordJson, Ref } from '../../../lib/wire.ts'
import { type Match, matchesOf, sure } from './matches.ts'

/** As many as are read at a glance. */
const shown = 6

/** Whom the lead may be, best first, and what is made where nobody is chosen. */
export async function offersFor({ reading, record: lead }: { reading: Reading; record: RecordJson }): Promise<Offers> {
  const found = await matchesOf(reading, lead)
  const say = (zh: string, en: string) => (reading.context.language === 'zh' ? zh : en)
  const who = typeof lead.name === 'string' ? lead.name : ''
  const firm = typeof lead.company === 'string' ? lead.company : ''
  return {
    offers: {
      account: best(found.account).map((match) => offerOf(reading, 'account', match)),
      contact: best(found.contact).map((match) => offerOf(reading, 'contact', match)),
    },
    otherwise: {
      account: firm ? say(`新建客户「${firm}」`, `New account “${firm}”`) : say(`新建个人客户「${who}」`, `New individual “${who}”`),
      contact: who
        ? say(`新建联系人「${who}」`, `New contact “${who}”`)
        : say('不建联系人（线索没有姓名）', 'No contact (the lead has no name)'),
    },
  }
}

const best = (found: Map<string, Match>) => [...found.values()].toSorted((a, b) => b.weight - a.weight).slice(0, shown)

function offerOf(reading: Reading, object: string, { record, reasons, weight }: Match): Offer {
  const at = record!.account as Ref | null | undefined
  return {
    id: record!.id,
    ...captionOf(reading, object, record!),
    reason: reasons.map((each) => each[reading.context.language]).join(reading.context.language === 'zh' ? '，' : ', '),
    sure: weight >= sure,
    with: object === 'contact' && at ? { account: at } : {},
  }
}
