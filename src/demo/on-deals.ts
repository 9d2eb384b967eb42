/** What was said of late with a customer who has an open deal was said of the deal: a third of them nobody minds. */
import type { Deal } from './deals.ts'
import type { Chance } from '../lib/random.ts'
import type { Made } from './made.ts'

export function onDeals(chance: Chance, deals: Deal[], activities: Made[]): Made[] {
  const open = new Map(deals.filter(({ close }) => close <= 0).map((deal) => [deal.account.id, deal]))
  const minded = new Map([...open].filter(() => chance.may(0.72)))
  return activities.map((activity) => {
    const deal = minded.get(String(activity.values.account ?? ''))
    if (!deal || activity.made.at < deal.made.at) return activity
    return { ...activity, values: { ...activity.values, opportunity: deal.id } }
  })
}
