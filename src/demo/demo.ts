/** The example: 苏州恒力机械 sells CNC machines, spare parts and service. The same seed tells the same two years, ending today. */
import { chanceOf } from '../lib/random.ts'
import { accountsOf, contactsOf } from './accounts.ts'
import { calendarOf } from './calendar.ts'
import { dealsOf } from './deals.ts'
import { offersOf, ordersOf, paymentsOf, quotesOf } from './documents.ts'
import { followAccounts, followLeads } from './follow-ups.ts'
import { idsOf } from './ids.ts'
import { leadsOf } from './leads.ts'
import type { Ground, Made } from './made.ts'
import { nextSteps } from './next-steps.ts'
import { onDeals } from './on-deals.ts'
import { peopleOf, sharesOf } from './people.ts'
import { productsOf } from './products.ts'

/** `turns`: what is changed of it once it is there, such as a document's state. */
export type Row = { id: string; values: Record<string, unknown>; made?: Made['made']; turns?: Record<string, unknown> }
/** By object, in the order in which they can be written: nothing refers to what comes after it. */
export type Demo = Record<
  'department' | 'user' | 'account' | 'contact' | 'lead' | 'product' | 'opportunity' | 'quote' | 'order' | 'payment' | 'activity',
  Row[]
>

export const seed = 20_251_108

export type About = { workspace: string; timeZone: string; now: string; boss: { id: string; name: string } }

export function makeDemo({ workspace, timeZone, now, boss }: About): Demo {
  const id = idsOf(workspace)
  const { departments, users, colleagues, engineer } = peopleOf(id)
  const names = new Map([boss, ...colleagues].map((person) => [person.id, person.name]))
  const ground: Ground = {
    chance: chanceOf(seed),
    calendar: calendarOf(timeZone, now),
    id,
    shares: sharesOf(boss.id, colleagues),
    engineer: engineer.id,
    nameOf: (user) => names.get(user)!,
  }
  const accounts = accountsOf(ground)
  const contacts = contactsOf(ground, accounts)
  const leads = leadsOf(ground, contacts)
  const ofAccounts = followAccounts(ground, accounts, contacts, leads)
  const ofLeads = followLeads(ground, leads)
  const tasks = nextSteps(ground, [...ofAccounts.open, ...ofLeads.open])
  // A chance of its own: what is sold changes nothing of what is said.
  const selling = { ...ground, chance: chanceOf(seed + 1) }
  const products = productsOf(selling, boss.id)
  const deals = dealsOf(selling, accounts, contacts, products)
  const offers = offersOf(selling, deals, products)
  const quotes = quotesOf(selling, offers)
  const orders = ordersOf(selling, offers, accounts, contacts, products)
  const payments = paymentsOf(selling, orders)
  return {
    department: departments,
    user: users,
    account: accounts.map(plain),
    contact: contacts.map(plain),
    lead: leads.map(plain),
    product: products.map(plain),
    opportunity: deals.map(plain),
    quote: quotes.map(plain),
    order: orders.map(plain),
    payment: payments.map(plain),
    activity: onDeals(selling.chance, deals, [...ofAccounts.done, ...ofLeads.done, ...tasks]),
  }
}

/** Without what only the story needed. */
const plain = ({ id, values, made, turns }: Made & Pick<Row, 'turns'>): Row => ({ id, values, made, ...(turns ? { turns } : {}) })
