/** Money that is due stands in the day of whose order it is. */
import type { DayReason } from '../../engine/day-reason.ts'

/** Money is spoken of so many days before it is due, today among them. */
const ahead = 4

const owing = [
  { field: 'status', op: 'eq', value: 'confirmed' },
  { field: 'unpaid', op: 'gt', value: '0' },
]
const money = {
  object: 'order',
  sort: 'dueOn',
  at: 'dueOn',
  reminds: true,
  shows: ['number', 'account', 'contact', 'dueOn', 'unpaid', 'total'],
  about: { account: ['name', 'phone'], contact: ['name', 'mobile', 'phone'] },
  amount: 'unpaid',
  offers: [
    {
      makes: 'payment',
      with: { account: 'account', amount: 'unpaid', allocations: [{ order: 'id', amount: 'unpaid' }] },
      label: { zh: '登记回款', en: 'Book a payment' },
    },
    { moves: 'dueOn', label: { zh: '改应付日', en: 'Due later' } },
  ],
  // in the order of the day, with what tells who owes: read behind the sum, all that somebody ever owed was gone through
  index: ['status', 'dueOn', 'unpaid'],
} satisfies Partial<DayReason>

export const moneyLate: DayReason = {
  ...money,
  name: 'money-late',
  label: { zh: '逾期未收', en: 'Money overdue' },
  band: 'late',
  weight: 2,
  filter: { and: [...owing, { field: 'dueOn', op: 'overdue', value: true }] },
}

export const moneyToday: DayReason = {
  ...money,
  name: 'money-today',
  label: { zh: '今天应收', en: 'Money due today' },
  band: 'today',
  weight: 1,
  filter: { and: [...owing, { field: 'dueOn', op: 'today', value: true }] },
}

export const moneySoon: DayReason = {
  ...money,
  name: 'money-soon',
  label: { zh: '快到付款日', en: 'Money due soon' },
  band: 'soon',
  weight: 2,
  reminds: false,
  filter: { and: [...owing, { field: 'dueOn', op: 'nextDays', value: ahead }, { field: 'dueOn', op: 'after', value: 'today' }] },
}
