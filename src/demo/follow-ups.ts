/** Stories become follow-ups: who spoke with whom, when, what was said, and what was to come next. */
import type { Chance } from '../lib/random.ts'
import type { Account, Contact } from './accounts.ts'
import { type Chapter, chaptersOfAccount, chaptersOfLead, daysOf } from './chapters.ts'
import type { Lead } from './leads.ts'
import { type Facts, factsFor, told } from './machines.ts'
import type { Ground, Made } from './made.ts'
import { calledBy } from './names.ts'
import { asides, type Step } from './stories/story.ts'

/** What stands open on a record after its last follow-up. */
export type Open = {
  on: { lead: string } | { account: string; contact: string }
  owner: string
  text: string
  last: number
  after: string
  weight: number
}

/** Many for those who matter; the smallest are called when there is time. */
const counts = { key: [18, 34], normal: [8, 18], small: [2, 9] } as const
const warm = { key: 0.85, normal: 0.6, small: 0.28 }
const planned = { key: 0.9, normal: 0.6, small: 0.2 }
/** Days for which a customer is new: he is called as one that matters, whatever his size. */
const fresh = 90

export function followAccounts(ground: Ground, accounts: Account[], contacts: Contact[], leads: Lead[]): { done: Made[]; open: Open[] } {
  const known = new Set(leads.map((lead) => lead.values.account))
  const people = Map.groupBy(contacts, (contact) => contact.account.id)
  const done: Made[] = []
  const open: Open[] = []
  for (const account of accounts) {
    const { chance } = ground
    const [low, high] = counts[account.level]
    const wanted = chance.between(low, high)
    const near = chance.between(1, 20)
    const far = chance.between(30, 240)
    const as = account.since < fresh ? 'key' : account.level
    const last = Math.min(chance.may(warm[as]) ? near : far, account.since - 1)
    // nobody is called twice a day
    const count = Math.min(wanted, Math.floor((account.since - last) / 3) + 1)
    const chapters = chaptersOfAccount(chance, account, count, known.has(account.id))
    const staff = people.get(account.id)!
    const story = tell(ground, chapters, daysOf(chance, chapters, account.since, last), account.owner, account.made.at, (machine) => {
      const contact = chance.pick(staff)
      const facts = factsFor(chance, {
        parts: account.trade.parts,
        who: calledBy(contact.name, contact.title),
        town: account.town.name,
        us: ground.nameOf(account.owner),
      })
      return { facts: machine ? { ...facts, machine } : facts, on: { account: account.id, contact: contact.id } }
    })
    done.push(...story.done)
    open.push({ ...story.end, owner: account.owner, last, weight: planned[as] })
  }
  return { done, open }
}

const firstSteps = ['打第一个电话', '按名片加微信', '打电话，先问设备现状', '发样本，隔天打电话', '核对公司信息后打电话']

export function followLeads(ground: Ground, leads: Lead[]): { done: Made[]; open: Open[] } {
  const done: Made[] = []
  const open: Open[] = []
  for (const lead of leads) {
    const { chance } = ground
    if (!lead.owner) continue
    const chapters = chaptersOfLead(chance, lead)
    const near = chance.between(1, chance.may(0.8) ? 14 : 45)
    const close = lead.converted ?? (lead.status === 'discarded' ? lead.since - chance.between(2, 60) : near)
    const last = Math.max(1, Math.min(close, lead.since - 1))
    const facts = factsFor(chance, {
      parts: lead.trade.parts,
      who: calledBy(lead.name, lead.title),
      town: lead.town.name,
      us: ground.nameOf(lead.owner),
    })
    const first = Math.max(last, lead.since - chance.below(3))
    const story = tell(ground, chapters, daysOf(chance, chapters, first, last), lead.owner, lead.made.at, () => ({
      facts,
      on: { lead: lead.id },
    }))
    done.push(...story.done)
    if (lead.status === 'new')
      open.push({
        on: { lead: lead.id },
        owner: lead.owner,
        text: chance.pick(firstSteps),
        last: lead.since,
        after: lead.made.at,
        weight: 0.3,
      })
    if (lead.status === 'working') open.push({ ...story.end, owner: lead.owner, last, weight: 0.85 })
  }
  return { done, open }
}

type Scene = { facts: Facts; on: Open['on'] }

function tell(ground: Ground, chapters: Chapter[], days: number[], owner: string, since: string, scene: (machine?: string) => Scene) {
  const { chance, calendar, id } = ground
  const done: Made[] = []
  let machine: string | undefined
  let after = since
  let end: { on: Open['on']; text: string } | undefined
  for (const { steps, about } of chapters) {
    const { facts, on } = scene(about === 'machine' ? machine : undefined)
    machine ??= facts.machine
    for (const step of steps) {
      const drawn = calendar.moment(-days[done.length]!, chance)
      const next = later(after, chance.between(8, 55))
      // one thing after the other, also where a weekend put two on one day
      const at = drawn > after ? drawn : next
      const by = step.by === 'service' ? ground.engineer : owner
      done.push({
        id: id(`follow-up ${JSON.stringify(on)} ${done.length}`),
        values: {
          ...on,
          ...said(chance, step, facts),
          doneAt: at,
          owner: by,
          ...(step.kind === 'task' ? { dueAt: calendar.day(-days[done.length]!) } : {}),
        },
        made: { at, by },
      })
      after = at
      end = { on, text: step.next.length ? told(chance.pick(step.next), facts) : '' }
    }
  }
  return { done, end: { ...end!, after } }
}

const later = (moment: string, minutes: number) => new Date(Date.parse(moment) + minutes * 60_000).toISOString()

function said(chance: Chance, step: Step, facts: Facts): Record<string, unknown> {
  const more = step.bare || step.outcome === 'done' ? undefined : asides[step.kind]
  const aside = more && chance.may(0.5) ? chance.pick(more) : ''
  return { kind: step.kind, text: told(chance.pick(step.says) + aside, facts), ...(step.outcome ? { outcome: step.outcome } : {}) }
}
