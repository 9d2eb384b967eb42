import { after, type Reaction } from '../../engine/module.ts'
import { loadRecords } from '../../engine/list.ts'
import { update } from '../../engine/write/update.ts'

/** The first follow-up, written or a task done, makes a new lead one that is worked on: nobody has to remember to say so. */
export const firstContact: Reaction[] = ['activity.create', 'activity.complete'].map((deed) => after(deed, work))

async function work(...[tx, ids]: Parameters<Reaction['run']>): Promise<void> {
  const done = (await loadRecords(tx, 'activity', ids, ['lead', 'kind', 'doneAt'])).filter((activity) => activity.doneAt && activity.lead)
  const leads = await loadRecords(tx, 'lead', [...new Set(done.map((activity) => (activity.lead as { id: string }).id))], ['status'])
  const fresh = leads.filter((lead) => lead.status === 'new')
  if (fresh.length)
    await update(
      tx,
      'lead',
      fresh.map((lead, i) => ({ id: lead.id, subject: i + 1, values: { status: 'working' } })),
      { collect: true },
    )
}
