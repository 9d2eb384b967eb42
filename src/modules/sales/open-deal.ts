import { withinReach } from '../../engine/access.ts'
import { loadRecords } from '../../engine/list.ts'
import { type DeedOn, addTo } from '../../engine/module.ts'
import { create } from '../../engine/write/create.ts'
import { hangOn } from '../../engine/write/hang.ts'
import { group } from '../../fields/index.ts'
import type { Ref } from '../../lib/wire.ts'
import { opportunity } from './opportunity.ts'

const { name, amount, closeOn } = opportunity.fields as Record<'name' | 'amount' | 'closeOn', (typeof opportunity.fields)[string]>

/** A lead that becomes a customer may open a deal in the same deed; what hangs on the lead, its next step too, hangs on the deal. */
export const openDeal = addTo('lead.convert', {
  input: { opportunity: group({ name, amount, closeOn }, { label: { zh: '同时建商机', en: 'Open a deal as well' } }) },
  single: ['opportunity'],
  returns: { opportunity: { type: 'string', format: 'uuid' } },
  offers: async ({ record }) => ({ starts: { opportunity: { name: record.company ?? record.name } } }),
  run: async ({ tx, records, input, subjects }) => {
    if (!input.opportunity) return undefined
    const [lead] = await loadRecords(
      tx,
      'lead',
      records.map((each) => each.id),
      ['account', 'contact', 'owner', 'source'],
    )
    return { opportunity: await open({ tx, subjects }, lead!, input.opportunity as Record<string, unknown>) }
  },
})

async function open({ tx, subjects }: Pick<DeedOn, 'tx' | 'subjects'>, lead: DeedOn['records'][number], asked: Record<string, unknown>) {
  const subject = subjects.get(lead.id)!
  const idOf = (field: string) => (lead[field] as Ref | null)?.id
  const owner = idOf('owner')
  const reached = owner && withinReach(tx.principal, tx.catalog.objects.get('opportunity')!, owner)
  const values = {
    ...asked,
    account: idOf('account'),
    contact: idOf('contact') ?? null,
    source: lead.source ?? null,
    ...(reached ? { owner } : {}),
  }
  const { done } = await create(tx, 'opportunity', [{ subject, values }])
  const deal = done[0]!.id
  await hangOn(tx, 'activity', 'lead', new Map([[lead.id, { subject, refs: { opportunity: deal } }]]))
  return deal
}
