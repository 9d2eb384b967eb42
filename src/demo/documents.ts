/** From an offer to money: what deals were quoted, what was ordered, spare parts beside, and what came in when. */
import type { Account, Contact } from './accounts.ts'
import type { Deal } from './deals.ts'
import type { Ground, Made } from './made.ts'
import type { Product } from './products.ts'

type Line = { product: string; quantity: string; price: string; discount?: string }
/** `turns`: the state it moves to once its lines are added up. */
export type Document = Made & { turns?: Record<string, unknown>; day: number }
export type Order = Document & { total: number; due: number; account: Account; confirmed: boolean }

const line = (product: Product, quantity: number, off = 0): Line & { total: number } => ({
  product: product.id,
  quantity: String(quantity),
  price: String(product.price),
  ...(off ? { discount: String(off) } : {}),
  // Prices of machines are whole thousands: a few per cent off them is a whole number of yuan.
  total: (product.price * quantity * (100 - off)) / 100,
})
const plain = (lines: (Line & { total: number })[]) => lines.map(({ total: _, ...rest }) => rest)
const added = (lines: { total: number }[]) => lines.reduce((sum, each) => sum + each.total, 0)

/** The lines of a deal are drawn once, for its quote and its order. */
export type Offer = { deal: Deal; lines: (Line & { total: number })[]; day: number }

export function offersOf({ chance }: Ground, deals: Deal[], products: Product[]): Offer[] {
  const parts = products.filter(({ kind }) => kind === 'part')
  const installation = products.find(({ name }) => name === '安装调试')!
  return deals
    .filter(({ stage }) => stage !== 'qualify')
    .map((deal) => {
      const off = deal.stage === 'propose' ? 0 : chance.pick([0, 0, 2, 3, 4, 5])
      const more = Array.from({ length: chance.between(0, 2) }, () => line(chance.pick(parts), chance.between(1, 6)))
      const lines = [line(deal.machine, deal.count, off), ...more, line(installation, deal.count)]
      const ahead = deal.close > 0 ? chance.between(8, 24) : 0
      return {
        deal,
        lines,
        day: deal.close > 0 ? Math.min(deal.since, deal.close + ahead) : chance.between(1, Math.min(34, Math.max(1, deal.since))),
      }
    })
    .toSorted((a, b) => b.day - a.day)
}

export function quotesOf(ground: Ground, offers: Offer[]): Document[] {
  const { chance, calendar, id } = ground
  const number = numbers('QT', calendar.day(0))
  return offers.map(({ deal, lines, day }) => {
    const answered = deal.stage === 'won' ? 'accepted' : deal.stage === 'lost' ? (chance.may(0.7) ? 'rejected' : 'sent') : 'sent'
    const draft = deal.close <= 0 && chance.may(0.15)
    const quotedOn = calendar.day(-day)
    return {
      id: id(`quote ${deal.id}`),
      day,
      values: {
        ...number(quotedOn),
        account: deal.account.id,
        contact: deal.contact.id,
        opportunity: deal.id,
        quotedOn,
        validUntil: calendar.day(30 - day),
        delivery: `${chance.between(4, 14)} 周`,
        payment: '定金三成，余款验收后付清',
        warranty: '12 个月',
        owner: deal.account.owner,
        lines: plain(lines),
      },
      made: { at: calendar.moment(-day, chance), by: deal.account.owner },
      ...(draft ? {} : { turns: { status: answered } }),
    }
  })
}

export function ordersOf(ground: Ground, offers: Offer[], accounts: Account[], contacts: Contact[], products: Product[]): Order[] {
  const won = offers.filter(({ deal }) => deal.stage === 'won').map((offer) => machineOrder(ground, offer))
  const people = Map.groupBy(contacts, (contact) => contact.account.id)
  const bought = new Set(won.map(({ account }) => account.id))
  const parts = accounts.flatMap((account) => partOrders(ground, account, people.get(account.id)![0]!, bought.has(account.id), products))
  const number = numbers('SO', ground.calendar.day(0))
  return [...won, ...parts]
    .toSorted((a, b) => b.day - a.day)
    .map((order) => ({ ...order, values: { ...number(String(order.values.orderedOn)), ...order.values } }))
}

function machineOrder({ chance, calendar, id }: Ground, { deal, lines }: Offer): Order {
  const day = deal.close
  const due = day - chance.pick([45, 60, 60, 90])
  return {
    id: id(`order ${deal.id}`),
    day,
    due,
    account: deal.account,
    total: added(lines),
    confirmed: true,
    values: {
      account: deal.account.id,
      contact: deal.contact.id,
      quote: id(`quote ${deal.id}`),
      opportunity: deal.id,
      customerNumber: `${deal.account.town.code}-${calendar.day(-day).slice(2, 7).replace('-', '')}-${chance.between(11, 98)}`,
      orderedOn: calendar.day(-day),
      signedOn: calendar.day(-day),
      dueOn: calendar.day(-due),
      owner: deal.account.owner,
      lines: plain(lines),
    },
    made: { at: calendar.moment(-day, chance), by: deal.account.owner },
    turns: { status: 'confirmed' },
  }
}

function partOrders(ground: Ground, account: Account, contact: Contact, owns: boolean, products: Product[]): Order[] {
  const { chance, calendar, id } = ground
  const parts = products.filter(({ kind }) => kind === 'part')
  const most = { key: 6, normal: 3, small: 1 }[account.level]
  const count = owns ? chance.between(1, most) : chance.below(2)
  return Array.from({ length: count }, (_, i) => {
    const day = Math.max(1, Math.floor(account.since * chance.next()))
    const lines = Array.from({ length: chance.between(1, 4) }, () => line(chance.pick(parts), chance.between(1, 10)))
    const due = day - 30
    const cancelled = chance.may(0.03)
    const draft = day < 8 && chance.may(0.4)
    const status = cancelled ? 'cancelled' : draft ? undefined : 'confirmed'
    return {
      id: id(`order ${account.id} ${i}`),
      day,
      due,
      account,
      total: added(lines),
      confirmed: status === 'confirmed',
      values: {
        account: account.id,
        contact: contact.id,
        orderedOn: calendar.day(-day),
        dueOn: calendar.day(-due),
        owner: account.owner,
        lines: plain(lines),
      },
      made: { at: calendar.moment(-day, chance), by: account.owner },
      ...(status ? { turns: { status } } : {}),
    }
  })
}

/** Three in ten with the order, the rest by its day; some are late, a few owe for months, one in forty has forgotten. */
export function paymentsOf(ground: Ground, orders: Order[]): Document[] {
  const { chance, calendar, id } = ground
  const number = numbers('PM', calendar.day(0))
  const booked = orders
    .filter((order) => order.confirmed)
    .flatMap((order) => {
      const whole = order.total < 30_000
      const deposit = whole ? 0 : Math.round(order.total * 0.3)
      const first = order.day - chance.between(1, 9)
      const slip = chance.weighted({ early: 30, near: 44, late: 18, long: 6, never: 2 })
      const days = {
        early: -chance.between(1, 15),
        near: chance.between(0, 4),
        late: chance.between(8, 35),
        long: chance.between(45, 130),
        never: 900,
      }[slip]
      const last = order.due - days
      const pay = (part: string, amount: number, day: number) => (amount > 0 && day > 0 ? [{ order, part, amount, day }] : [])
      return [...pay('deposit', deposit, first), ...pay('rest', order.total - deposit, Math.min(last, first - 1))]
    })
  return booked
    .toSorted((a, b) => b.day - a.day)
    .map(({ order, part, amount, day }) => {
      const receivedOn = calendar.day(-day)
      return {
        id: id(`payment ${order.id} ${part}`),
        day,
        values: {
          ...number(receivedOn),
          account: order.account.id,
          receivedOn,
          amount: String(amount),
          method: chance.weighted({ transfer: 78, draft: 18, wechat: 4 }),
          owner: order.account.owner,
          allocations: [{ order: order.id, amount: String(amount) }],
        },
        made: { at: calendar.moment(-day, chance), by: order.account.owner },
      }
    })
}

/** Those of earlier years are numbered here; this year's by the house, which goes on counting. */
function numbers(prefix: string, today: string): (day: string) => { number?: string } {
  const counts = new Map<string, number>()
  return (day) => {
    const year = day.slice(0, 4)
    if (year === today.slice(0, 4)) return {}
    const n = (counts.get(year) ?? 0) + 1
    counts.set(year, n)
    return { number: `${prefix}-${year}-${String(n).padStart(4, '0')}` }
  }
}
