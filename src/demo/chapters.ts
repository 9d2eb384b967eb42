/** Which steps a customer's story has, in order, and how many days lie between. */
import type { Chance } from '../lib/random.ts'
import type { Account } from './accounts.ts'
import type { Lead } from './leads.ts'
import { care } from './stories/care.ts'
import { converted, givenUp, knocking, qualifying } from './stories/leads.ts'
import { purchase, stopped } from './stories/purchase.ts'
import { parts, repair } from './stories/after-sales.ts'
import type { Story } from './stories/story.ts'

/** `about`: what its facts are drawn for; a machine that was bought is the one that breaks. */
export type Chapter = { steps: Story; about: 'purchase' | 'machine' | 'lead' }

/** One who came as a lead (`known`) was called and visited before he was a customer. */
export function chaptersOfAccount(chance: Chance, account: Account, count: number, known: boolean): Chapter[] {
  const first = opening(chance, count, known ? 3 : 0)
  const chapters = [first]
  const bought = first.steps.at(-1) === purchase.at(-1)
  for (let total = first.steps.length; total < count;) {
    const kind = chance.weighted({ care: 40, parts: 26, repair: bought ? 26 : 0, purchase: account.level === 'key' ? 8 : 1 })
    const next = chapterOf(chance, kind)
    chapters.push(next)
    total += next.steps.length
  }
  return cut(chapters, count)
}

/** The first machine: bought, given up on the way, or still spoken of. */
function opening(chance: Chance, count: number, from: number): Chapter {
  const whole = chance.may(0.6)
  const until = chance.between(2, 7)
  const end = chance.pick(stopped)
  const steps = count <= purchase.length - from || whole ? purchase.slice(from) : [...purchase.slice(from, from + until), end]
  return { steps, about: 'purchase' }
}

function chapterOf(chance: Chance, kind: 'care' | 'parts' | 'repair' | 'purchase'): Chapter {
  if (kind === 'care') return { steps: [chance.pick(care)], about: 'machine' }
  if (kind === 'parts') return { steps: parts, about: 'machine' }
  if (kind === 'repair') return { steps: repair, about: 'machine' }
  return { steps: purchase, about: 'purchase' }
}

export function chaptersOfLead(chance: Chance, lead: Lead): Chapter[] {
  const knocks = chance.below(3)
  const talks = chance.between(1, qualifying.length)
  const knocked = (count: number) => Array.from({ length: count }, () => chance.pick(knocking))
  const told = (steps: Story): Chapter[] => [{ steps, about: 'lead' }]
  if (lead.status === 'new') return []
  if (lead.status === 'converted') return told([...knocked(Math.min(knocks, 1)), ...qualifying.slice(0, Math.max(3, talks)), converted])
  if (lead.status === 'working') return told(chance.may(0.2) ? knocked(knocks + 1) : [...knocked(knocks), ...qualifying.slice(0, talks)])
  const last = givenUp[lead.reason!]!
  if (lead.reason === 'unreachable') return told([...knocked(knocks + 2), last])
  const far = { price: 4, 'bought-elsewhere': 3, 'no-need': 1 }[lead.reason!] ?? 0
  return told([...knocked(knocks), ...qualifying.slice(0, Math.min(far, talks)), last])
}

function cut(chapters: Chapter[], count: number): Chapter[] {
  let rest = count
  return chapters.flatMap((chapter) => {
    const steps = chapter.steps.slice(0, rest)
    rest -= steps.length
    return steps.length ? [{ ...chapter, steps }] : []
  })
}

/** Days before loading for every step, from `since` down to `last`: close together within a chapter, weeks apart between two. */
export function daysOf(chance: Chance, chapters: Chapter[], since: number, last: number): number[] {
  const gaps = chapters.flatMap(({ steps }, at) =>
    steps.map((_, i) => (i > 0 ? chance.between(3, 10) : at > 0 ? chance.between(25, 90) : 0)),
  )
  const all = gaps.reduce((sum, gap) => sum + gap, 0)
  let gone = 0
  return gaps.map((gap) => {
    gone += gap
    return all === 0 ? last : Math.round(since - ((since - last) * gone) / all)
  })
}
