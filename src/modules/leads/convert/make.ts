/** What a conversion makes: a customer for each firm or person, a contact for each name, and the lead that knows both. */
import { withinReach } from '../../../engine/access.ts'
import type { DeedOn } from '../../../engine/module.ts'
import { loadRecords } from '../../../engine/list.ts'
import { mayCreate } from '../../../engine/principal.ts'
import { handedOn } from '../../../engine/write/carry.ts'
import { create } from '../../../engine/write/create.ts'
import { hangOn } from '../../../engine/write/hang.ts'
import { shareAlike } from '../../../engine/write/shares.ts'
import type { Tx } from '../../../engine/write/tx.ts'
import { update } from '../../../engine/write/update.ts'
import { firmKey } from '../../../lib/company.ts'
import { Refusal } from '../../../lib/errors.ts'
import type { Ref } from '../../../lib/wire.ts'
import { fillContact } from './fill-contact.ts'

type Values = Record<string, unknown>
/** One lead on its way: what it hands on to a customer, what to a contact, whose both are to be. */
type Lead = { id: string; subject: number; owner: string; firm: Values; person: Values; account?: string; contact?: string }

export async function convertLeads({ tx, records, input, subjects }: DeedOn): Promise<Values> {
  const leads = await readLeads(
    tx,
    records.map((lead) => lead.id),
    subjects,
  )
  for (const lead of leads) Object.assign(lead, { account: input.account, contact: input.contact })
  if (input.contact && !input.account) await takeHisCustomer(tx, leads, input.contact as string)
  await makeAccounts(
    tx,
    leads.filter((lead) => !lead.account),
  )
  if (input.contact)
    for (const { person, ...lead } of leads) await fillContact(tx, { id: lead.contact!, subject: lead.subject }, lead.account!, person)
  await makeContacts(
    tx,
    leads.filter((lead) => !lead.contact && lead.person.name),
  )
  await update(
    tx,
    'lead',
    leads.map(({ id, subject, account, contact }) => ({ id, subject, values: { account, contact: contact ?? null } })),
    { trusted: true },
  )
  const refs = ({ account, contact }: Lead) => ({ account: account!, contact: contact ?? null })
  await hangOn(tx, 'activity', 'lead', new Map(leads.map((lead) => [lead.id, { subject: lead.subject, refs: refs(lead) }])))
  return refs(leads[0]!)
}

async function readLeads(tx: Tx, ids: string[], subjects: Map<string, number>): Promise<Lead[]> {
  const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]))
  const firms = await handedOn(tx, 'lead', ids, 'account', { name: 'company', ...same('phone', 'region', 'address', 'source', 'note') })
  const persons = await handedOn(tx, 'lead', ids, 'contact', same('name', 'title', 'mobile', 'phone', 'wechat', 'email', 'note'))
  // Read again: by now nobody else can change them.
  const now = await loadRecords(tx, 'lead', ids, ['owner'])
  // Who has the lead by a share makes its owner's customer, and sees him by the same share.
  const staysHis = (id: string) =>
    withinReach(tx.principal, tx.catalog.objects.get('account')!, id) || !withinReach(tx.principal, tx.catalog.objects.get('lead')!, id)
  const owner = (id: string | undefined) => (id && staysHis(id) ? id : tx.principal.user)
  return now
    .map((lead) => ({
      id: lead.id,
      subject: subjects.get(lead.id)!,
      owner: owner((lead.owner as Ref | null)?.id),
      firm: firms.get(lead.id)!,
      person: persons.get(lead.id)!,
    }))
    .toSorted((a, b) => a.subject - b.subject)
}

async function takeHisCustomer(tx: Tx, leads: Lead[], contact: string): Promise<void> {
  const [known] = await loadRecords(tx, 'contact', [contact], ['account'])
  for (const lead of leads) lead.account = (known?.account as Ref | null)?.id
}

/** Several leads of one firm, converted together, are one customer. */
async function makeAccounts(tx: Tx, leads: Lead[]): Promise<void> {
  if (!leads.length) return
  if (!mayCreate(tx.principal, 'account')) throw new Refusal('forbidden')
  const groups = [...Map.groupBy(leads, ({ id, firm }) => (firm.name ? firmKey(firm.name as string) : id)).values()]
  const made = await create(
    tx,
    'account',
    groups.map(([first]) => ({
      subject: first!.subject,
      values: { ...(first!.firm.name ? ofFirm(tx, first!) : ofPerson(first!)), owner: first!.owner },
    })),
    { trusted: true },
  )
  groups.forEach((group, i) => group.forEach((lead) => (lead.account = made.done[i]!.id)))
  shareAlike(
    tx,
    'account',
    leads.map(({ id, account }) => ({ from: id, made: account! })),
  )
  // Said once: on the customer.
  for (const [first] of groups) delete first!.person.note
}

/** Without a name there is nobody to keep the mobile and the e-mail: they stand on the customer, what has no field there in its note. */
function ofFirm(tx: Tx, { firm, person }: Lead): Values {
  if (person.name) return { ...firm, kind: 'company' }
  const contact = tx.catalog.objects.get('contact')!
  const rest = ['mobile', 'title', 'wechat', 'email'].filter((name) => person[name] && !(name === 'mobile' && !firm.phone))
  const lines = rest.map((name) => `${contact.fields.get(name)!.field.label![tx.context.language]}：${person[name] as string}`)
  return { ...firm, kind: 'company', phone: firm.phone ?? person.mobile, note: [firm.note, ...lines].filter(Boolean).join('\n') || null }
}

const ofPerson = ({ firm, person }: Lead): Values => ({
  ...firm,
  kind: 'individual',
  name: person.name,
  phone: person.mobile ?? firm.phone,
})

async function makeContacts(tx: Tx, leads: Lead[]): Promise<void> {
  if (!leads.length) return
  if (!mayCreate(tx.principal, 'contact')) throw new Refusal('forbidden')
  const made = await create(
    tx,
    'contact',
    leads.map(({ subject, person, account, owner }) => ({ subject, values: { ...person, account, owner } })),
    { trusted: true },
  )
  leads.forEach((lead, i) => (lead.contact = made.done[i]!.id))
  shareAlike(
    tx,
    'contact',
    leads.map(({ id, contact }) => ({ from: id, made: contact! })),
  )
}
