/** Deals of two years: some won, some lost, some on the way; the larger the customer, the more of them. */
import type { Account, Contact } from './accounts.ts'
import type { Ground, Made } from './made.ts'
import type { Product } from './products.ts'

export type Deal = Made & {
  account: Account
  contact: Contact
  machine: Product
  count: number
  stage: 'qualify' | 'propose' | 'negotiate' | 'won' | 'lost'
  /** Days before loading: when it began, and when it ended or is expected to. */
  since: number
  close: number
}

const often = { key: [3, 6], normal: [1, 2], small: [0, 1] } as const
const sizes = { key: { 1: 6, 2: 3, 3: 1 }, normal: { 1: 9, 2: 2, 3: 0 }, small: { 1: 12, 2: 1, 3: 0 } } as const
const reasons = { price: 34, competitor: 26, 'no-budget': 14, postponed: 14, 'no-answer': 8, 'no-fit': 4 }

export function dealsOf(ground: Ground, accounts: Account[], contacts: Contact[], products: Product[]): Deal[] {
  const people = Map.groupBy(contacts, (contact) => contact.account.id)
  const machines = products.filter(({ kind }) => kind === 'machine')
  return accounts.flatMap((account, n) => {
    const { chance } = ground
    const [least, most] = often[account.level]
    const count = chance.between(least, most)
    return Array.from({ length: account.since < 4 ? 0 : count }, (_, i) =>
      dealOf(ground, `deal ${n} ${i}`, account, chance.pick(people.get(account.id)!), machines),
    )
  })
}

function dealOf({ chance, calendar, id }: Ground, name: string, account: Account, contact: Contact, machines: Product[]): Deal {
  // Small customers buy small machines.
  const machine = chance.pick(account.level === 'key' ? machines : machines.filter(({ price }) => price < 600_000))
  const count = Number(chance.weighted(sizes[account.level]))
  const since = Math.max(2, Math.floor(account.since * chance.next()))
  const length = chance.between(25, 110)
  const close = since - length
  const drawn = chance.may(0.47)
  const reason = chance.weighted(reasons)
  const way = since / length
  const open = way < 0.3 ? 'qualify' : way < 0.7 ? 'propose' : 'negotiate'
  const stage = close > 0 ? (drawn ? 'won' : 'lost') : open
  const amount = machine.price * count
  const rounded = Math.round((amount * (0.94 + chance.next() * 0.06)) / 1000) * 1000
  // Every fifth is late: nobody has moved its day.
  const slip = chance.may(0.2) ? chance.between(3, 20) : 0
  const values: Record<string, unknown> = {
    name: `${machine.name} ${count} 台`,
    account: account.id,
    contact: contact.id,
    amount: String(stage === 'won' || stage === 'negotiate' ? rounded : amount),
    stage,
    source: account.values.source,
    owner: account.owner,
    closeOn: calendar.day(close > 0 ? -close : Math.max(-15, -close - slip * 3)),
  }
  if (close > 0) values.closedOn = calendar.day(-close)
  if (stage === 'lost') values.lostReason = reason
  return {
    id: id(name),
    values,
    made: { at: calendar.moment(-since, chance), by: account.owner },
    account,
    contact,
    machine,
    count,
    stage,
    since,
    close,
  }
}
