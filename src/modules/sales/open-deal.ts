import { withinReach } from '../../engine/access.ts'
import { loadRecords } from '../../engine/list.ts'
import { type DeedOn, addTo } from '../../engine/module.ts'
import { create } from '../../engine/write/create.ts'
import { hangOn } from '../../engine/write/hang.ts'
import { shareAlike } from '../../engine/write/shares.ts'
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
  const reaches = (object: string) => withinReach(tx.principal, tx.catalog.objects.get(object)!, owner!)
  // who has the lead by a share opens its owner's deal
  const staysHis = owner && (reaches('opportunity') || !reaches('lead'))
  const values = {
    ...asked,
    account: idOf('account'),
    contact: idOf('contact') ?? null,
    source: lead.source ?? null,
    ...(staysHis ? { owner } : {}),
  }
  const { done } = await create(tx, 'opportunity', [{ subject, values }], { moves: true })
  const deal = done[0]!.id
  shareAlike(tx, 'opportunity', [{ from: lead.id, made: deal }])
  await hangOn(tx, 'activity', 'lead', new Map([[lead.id, { subject, refs: { opportunity: deal } }]]))
  return deal
}
