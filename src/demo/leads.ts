/** 400 leads: from fairs, the web and the telephone, in every state. Those that became customers point to them. */
import type { Chance } from '../lib/random.ts'
import type { Contact } from './accounts.ts'
import { type Trade, trades } from './machines.ts'
import type { Ground, Made } from './made.ts'
import { type Town, addressIn, addressOf, anyTown, domainOf, firmWord, landline, mobileNumber, personName } from './names.ts'

export type Lead = Made & {
  status: 'new' | 'working' | 'converted' | 'discarded'
  name: string
  title: string
  town: Town
  trade: Trade
  owner: string | null
  since: number
  reason?: string
  converted?: number
}

export const leadCount = 400
const states = [
  ['new', 90],
  ['working', 150],
  ['converted', 60],
  ['discarded', 100],
] as const

/** Days before loading on which a fair stood; its name cards were typed in that week. */
const fairs = [17, 165, 340, 520]

export function leadsOf(ground: Ground, contacts: Contact[]): Lead[] {
  const won = ground.chance
    .shuffled(firstContacts(contacts).filter(({ account }) => account.since < 640 && !account.individual))
    .slice(0, 60)
  const wanted = states.flatMap(([status, count]) => Array.from({ length: count }, () => status))
  return wanted.map((status, n) => {
    const contact = status === 'converted' ? won.pop() : undefined
    const lead = freshLead(ground, n, status, contact)
    return contact ? become(lead, contact) : lead
  })
}

const firstContacts = (contacts: Contact[]) => contacts.filter((contact, i) => contacts[i - 1]?.account !== contact.account)

const jobs = ['总经理', '采购经理', '设备主管', '工艺工程师', '生产厂长', '车间主任', '技术副总', '老板']
const endings = ['有限公司', '有限公司', '科技有限公司', '厂']
const youngest = { new: 0, working: 2, converted: 20, discarded: 15 }
const oldest = { new: 21, working: 80, converted: 640, discarded: 700 }

function freshLead({ chance, calendar, id, shares }: Ground, n: number, status: Lead['status'], from?: Contact): Lead {
  const town = from?.account.town ?? anyTown(chance)
  const trade = from?.account.trade ?? chance.pick(trades)
  const word = firmWord(chance)
  const name = personName(chance)
  const title = from?.title ?? chance.pick(jobs)
  const source = chance.weighted({ fair: 34, website: 18, search: 14, phone: 14, referral: 12, ad: 6, other: 2 })
  const drawn = youngest[status] + Math.floor((oldest[status] - youngest[status]) * chance.next() ** 1.4)
  const earlier = chance.between(6, 40)
  const fresh = source === 'fair' ? nearFair(drawn, youngest[status], oldest[status], chance.below(4)) : drawn
  const since = from ? from.account.since + earlier : fresh
  const drawnOwner = chance.weighted(shares)
  const nobody = status === 'new' && chance.may(0.35)
  const owner = nobody ? null : (from?.account.owner ?? drawnOwner)
  const values: Record<string, unknown> = {
    name,
    company: town.name + word + trade.name + chance.pick(endings),
    title,
    region: town.name,
    source,
    status,
    owner,
  }
  if (chance.may(0.93)) values.mobile = mobileNumber('198', n)
  else values.phone = landline(town, 5000 + n)
  if (chance.may(0.4)) values.email = addressOf(name, domainOf(word))
  if (chance.may(0.2)) values.address = addressIn(town, chance)
  if (chance.may(status === 'new' ? 0.7 : 0.9)) values.rating = ratingOf(chance, status)
  if (chance.may(0.6)) values.note = noteOn(chance, source, trade)
  const at = calendar.moment(-since, chance)
  const lead: Lead = { id: id(`lead ${n}`), values, made: { at, by: owner ?? drawnOwner }, status, name, title, town, trade, owner, since }
  if (status === 'discarded')
    values.discardReason = lead.reason = chance.weighted({
      'no-need': 30,
      unreachable: 28,
      price: 14,
      'bought-elsewhere': 16,
      'not-a-customer': 12,
    })
  return lead
}

/** Cards of a fair come within the days after it. */
function nearFair(drawn: number, youngest: number, oldest: number, later: number): number {
  const fair = fairs
    .filter((day) => day - later >= youngest && day <= oldest)
    .toSorted((a, b) => Math.abs(a - drawn) - Math.abs(b - drawn))[0]
  return fair === undefined ? drawn : fair - later
}

const ratingOf = (chance: Chance, status: Lead['status']) =>
  chance.weighted({
    A: status === 'converted' ? 5 : status === 'working' ? 3 : 1,
    B: 4,
    C: status === 'discarded' ? 5 : 3,
    D: status === 'discarded' ? 3 : 1,
  })

const notes: Record<string, string[]> = {
  fair: ['展会扫码，看了样机，留了名片。', '展位上聊了十分钟，问{part}加工。', '展会抽奖留的电话。', '展会第二天来的，带着{part}图纸。'],
  website: ['官网留言：想了解{part}加工方案。', '官网下载样本时留的手机。', '网页咨询：交期和售后网点。'],
  search: ['搜到我们，打总机来问的。', '搜索广告进来，问价格。'],
  phone: ['名录电话，前台转的。', '开发区走访时拿到的名片。'],
  referral: ['老客户介绍，同样做{part}。', '朋友推荐，说我们售后快。'],
  ad: ['短视频私信来的。'],
  other: ['来源没记。'],
}
const noteOn = (chance: Chance, source: string, trade: Trade) => chance.pick(notes[source]!).replace('{part}', chance.pick(trade.parts))

/** The lead of a customer bears the customer's names, and came some weeks before him. */
function become(lead: Lead, contact: Contact): Lead {
  const { account } = contact
  const { company: _, phone: __, email: ___, ...values } = lead.values
  const known = {
    name: contact.name,
    company: account.name,
    mobile: contact.mobile,
    source: account.values.source,
    account: account.id,
    contact: contact.id,
  }
  return { ...lead, name: contact.name, converted: account.since, values: { ...values, ...known } }
}
