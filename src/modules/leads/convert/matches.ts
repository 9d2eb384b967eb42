/** Customers and contacts who may be the one that a lead is: by number, e-mail, mail domain, firm. Only those that may be read. */
import type { Reading } from '../../../engine/house.ts'
import { list, loadRecords } from '../../../engine/list.ts'
import { whoSays } from '../../../engine/same.ts'
import { coreOf, firmLikeness, turned } from '../../../lib/company-likeness.ts'
import { firmKey } from '../../../lib/company.ts'
import { ownDomain } from '../../../lib/mail-domain.ts'
import type { Label, RecordJson, Ref } from '../../../lib/wire.ts'

/** `weight`: how sure; from `sure` on there is hardly a doubt. */
export type Match = { weight: number; reasons: Label[]; record?: RecordJson }
export type Matches = { account: Map<string, Match>; contact: Map<string, Match> }

export const sure = 80
const reasons = {
  mobile: { zh: '手机相同', en: 'same mobile' },
  phone: { zh: '电话相同', en: 'same phone' },
  email: { zh: '邮箱相同', en: 'same e-mail' },
  firm: { zh: '名称相同', en: 'same name' },
  near: { zh: '名称相近', en: 'similar name' },
  name: { zh: '姓名相同', en: 'same name' },
}

/** The same number, e-mail or firm, for a set of leads: what is asked before many are converted, and first of all for one. */
export async function sameAs(reading: Reading, leads: RecordJson[]): Promise<Map<string, Matches>> {
  const found = new Map(leads.map((lead) => [lead.id, { account: new Map<string, Match>(), contact: new Map<string, Match>() }]))
  const look = async (
    object: 'account' | 'contact',
    field: string,
    valuesOf: (lead: RecordJson) => string[],
    weight: number,
    reason: Label,
  ) => {
    const holders = await whoSays(reading, object, field, leads.flatMap(valuesOf))
    for (const lead of leads)
      for (const value of valuesOf(lead)) for (const id of holders.get(value) ?? []) note(found.get(lead.id)![object], id, weight, reason)
  }
  const says = (field: string) => (lead: RecordJson) => (text(lead[field]) ? [text(lead[field])] : [])
  const numbers = (lead: RecordJson) => [...says('mobile')(lead), ...says('phone')(lead)]
  await look('contact', 'mobile', numbers, 100, reasons.mobile)
  await look('contact', 'email', says('email'), 95, reasons.email)
  await look('account', 'phone', numbers, 85, reasons.phone)
  await look('account', 'name', (lead) => turned(firmKey(text(lead.company))).filter(Boolean), 90, reasons.firm)
  return found
}

export async function matchesOf(reading: Reading, lead: RecordJson): Promise<Matches> {
  const found = (await sameAs(reading, [lead])).get(lead.id)!
  await likeNamed(reading, lead, found)
  await atDomain(reading, lead, found)
  await named(reading, 'contact', found)
  for (const match of found.contact.values()) atCustomer(found, match)
  await named(reading, 'account', found)
  await namesakes(reading, lead, found)
  return found
}

/** A firm that only leaves its place out. */
async function likeNamed(reading: Reading, lead: RecordJson, { account }: Matches): Promise<void> {
  const company = text(lead.company)
  if (!company) return
  const { records } = await list(reading, 'account', { search: coreOf(firmKey(company)), limit: 50, fields: ['name'] })
  for (const record of records) {
    const likeness = firmLikeness(company, text(record.name))
    if (likeness === 'same') note(account, record.id, 90, reasons.firm)
    else if (likeness) note(account, record.id, 50, reasons.near)
  }
}

/** Colleagues of the same firm, by their addresses. */
async function atDomain(reading: Reading, lead: RecordJson, { contact }: Matches): Promise<void> {
  const domain = ownDomain(text(lead.email))
  if (!domain) return
  const { records } = await list(reading, 'contact', { search: domain, limit: 50, fields: ['email'] })
  const reason = { zh: `同一企业邮箱 @${domain}`, en: `same mail domain @${domain}` }
  for (const record of records) if (ownDomain(text(record.email)) === domain) note(contact, record.id, 40, reason)
}

/** Where a contact was found, his customer is meant too. */
function atCustomer({ account }: Matches, { record: contact, reasons: [why], weight }: Match): void {
  const customer = contact!.account as Ref | null
  if (!customer || customer.title === null) return
  const who = text(contact!.name)
  note(account, customer.id, weight, { zh: `联系人${who}${why!.zh}`, en: `contact ${who}: ${why!.en}` })
}

/** At a customer found, a contact of the same name; elsewhere a name says nothing. */
async function namesakes(reading: Reading, lead: RecordJson, { account, contact }: Matches): Promise<void> {
  const name = text(lead.name)
  if (!name || !account.size) return
  const filter = {
    and: [
      { field: 'account', op: 'in', value: [...account.keys()] },
      { field: 'name', op: 'eq', value: name },
    ],
  }
  const { records } = await list(reading, 'contact', { filter, limit: 20 })
  for (const record of records) {
    const at = account.get((record.account as Ref).id)!
    note(contact, record.id, at.weight >= sure ? 80 : 45, reasons.name)
    contact.get(record.id)!.record = record
  }
}

/** Those that were found, as records; a deed between two questions may have taken one away. */
async function named(reading: Reading, object: 'account' | 'contact', found: Matches): Promise<void> {
  for (const record of await loadRecords(reading, object, [...found[object].keys()])) found[object].get(record.id)!.record = record
  for (const [id, { record }] of found[object]) if (!record) found[object].delete(id)
}

function note(found: Map<string, Match>, id: string, weight: number, reason: Label): void {
  const known = found.get(id)
  if (!known) found.set(id, { weight, reasons: [reason] })
  else {
    known.weight = Math.max(known.weight, weight)
    if (!known.reasons.some((each) => each.en === reason.en)) known.reasons.push(reason)
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '')
