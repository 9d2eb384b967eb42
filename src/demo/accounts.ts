/** 300 customers around Suzhou. What is spoken of with each is decided here, once, and kept through its whole story. */
import type { Chance } from '../lib/random.ts'
import { type Trade, trades } from './machines.ts'
import { type Town, addressIn, addressOf, anyTown, domainOf, firmWord, landline, mobileNumber, personName } from './names.ts'
import type { Ground, Made } from './made.ts'

export type Account = Made & {
  name: string
  word: string
  town: Town
  trade: Trade
  owner: string
  level: 'key' | 'normal' | 'small'
  /** Days before loading. */
  since: number
  individual: boolean
}

export const accountCount = 300

export function accountsOf(ground: Ground): Account[] {
  const { chance } = ground
  const words = new Set<string>()
  const made: Account[] = []
  for (let n = 0; n < accountCount; n++) {
    const account = accountOf(ground, n, freshWord(chance, words))
    // a firm of the same group, now and then
    const head = made[chance.below(Math.max(1, n))]
    if (chance.may(0.03) && head && !head.individual && !head.values.parent) belongTo(account, head)
    made.push(account)
  }
  return made
}

function freshWord(chance: Chance, taken: Set<string>): string {
  for (;;) {
    const word = firmWord(chance)
    if (taken.has(word)) continue
    taken.add(word)
    return word
  }
}

const endings = ['有限公司', '有限公司', '有限公司', '科技有限公司', '制造有限公司', '股份有限公司', '厂']

function accountOf({ chance, calendar, id, shares }: Ground, n: number, word: string): Account {
  const town = anyTown(chance)
  const trade = chance.pick(trades)
  const owner = chance.weighted(shares)
  const individual = chance.may(0.03)
  const level = individual ? 'small' : chance.weighted({ key: 12, normal: 40, small: 48 })
  // more came lately than two years ago, as the firm grew
  const since = 1 + Math.floor(728 * chance.next() ** 1.25)
  const name = individual ? personName(chance) : town.name + word + trade.name + chance.pick(endings)
  const source = chance.weighted({ fair: 26, referral: 24, website: 14, search: 12, phone: 16, ad: 4, other: 4 })
  const at = calendar.moment(-since, chance)
  const values: Record<string, unknown> = {
    name,
    kind: individual ? 'individual' : 'company',
    industry: trade.industry,
    level,
    region: town.name,
    source,
    owner,
  }
  values.phone = individual ? mobileNumber('199', 9000 + n) : landline(town, 1000 + n)
  if (!individual) values.address = addressIn(town, chance)
  if (!individual && chance.may(0.6)) values.website = `https://www.${domainOf(word)}`
  if (!individual && chance.may(0.45)) values.taxNumber = `9132050000000${String(n).padStart(4, '0')}X`
  if (chance.may(0.3)) values.note = noteOn(chance, trade)
  return { id: id(`account ${n}`), values, made: { at, by: owner }, name, word, town, trade, owner, level, since, individual }
}

const staffed = ['二十来人', '五十人左右', '一百二十人', '三百人']
const remarks = [
  '老板懂技术，谈事直接。',
  '付款要催，提前一周打招呼。',
  '进厂要穿劳保鞋。',
  '采购和设备两条线都要打招呼。',
  '每年三月做预算。',
  '对精度要求高，来过三次看样机。',
  '喜欢微信沟通，少打电话。',
]
const noteOn = (chance: Chance, trade: Trade) => `${chance.pick(staffed)}，主要做${trade.parts.join('、')}。${chance.pick(remarks)}`

function belongTo(account: Account, head: Account): void {
  account.name = `${head.name.replace(/(科技|制造|股份)?有限公司$|厂$/, '')}${account.town.name}分公司`
  account.individual = false
  account.word = head.word
  account.trade = head.trade
  Object.assign(account.values, { name: account.name, kind: 'company', parent: head.id, industry: head.trade.industry })
}

export type Contact = Made & { name: string; title: string; account: Account; mobile: string; email: string }

export const contactCount = 600

type Seat = [title: string, department: string | null, role: string | null]
const seats: Record<Account['level'], Seat[]> = {
  key: [
    ['总经理', null, 'decides'],
    ['采购经理', '采购部', 'buys'],
    ['设备主管', '设备部', 'uses'],
    ['工艺工程师', '技术部', 'advises'],
    ['生产厂长', '生产部', 'decides'],
    ['财务会计', '财务部', 'advises'],
  ],
  normal: [
    ['采购经理', '采购部', 'buys'],
    ['总经理', null, 'decides'],
    ['设备工程师', '设备部', 'uses'],
    ['车间主任', '生产部', 'uses'],
    ['技术副总', '技术部', 'decides'],
  ],
  small: [
    ['老板', null, 'decides'],
    ['车间主任', '生产部', 'uses'],
    ['采购经理', null, 'buys'],
  ],
}

/** One each, then more where there is more to do. */
export function contactsOf(ground: Ground, accounts: Account[]): Contact[] {
  const { chance } = ground
  const counts = accounts.map(() => 1)
  const room = (n: number) => (accounts[n]!.individual ? 1 : seats[accounts[n]!.level].length)
  for (let rest = contactCount - accounts.length; rest > 0;) {
    const n = chance.below(accounts.length)
    if (counts[n]! >= room(n)) continue
    counts[n]!++
    rest--
  }
  const made: Contact[] = []
  accounts.forEach((account, n) => {
    for (let seat = 0; seat < counts[n]!; seat++) made.push(contactOf(ground, account, seat, made.length))
  })
  return made
}

function contactOf({ chance, calendar, id }: Ground, account: Account, seat: number, n: number): Contact {
  const [title, department, role] = seats[account.level][seat]!
  const name = account.individual ? account.name : personName(chance)
  const mobile = account.individual ? String(account.values.phone) : mobileNumber('199', n)
  const email = addressOf(name, domainOf(account.individual ? 'geren' : account.word))
  const at = calendar.moment(-Math.max(1, account.since - (seat === 0 ? 0 : chance.between(0, Math.floor(account.since / 2)))), chance)
  const values: Record<string, unknown> = { name, account: account.id, title, role, owner: account.owner }
  if (department) values.department = department
  if (chance.may(0.92)) values.mobile = mobile
  if (chance.may(0.55)) values.email = email
  if (chance.may(0.35)) values.wechat = email.split('@')[0]
  if (chance.may(0.25) && !account.individual) values.phone = `${String(account.values.phone)}转${chance.between(801, 888)}`
  return { id: id(`contact ${n}`), values, made: { at, by: account.owner }, name, title, account, mobile, email }
}
