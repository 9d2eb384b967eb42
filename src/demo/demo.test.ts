import { expect, test } from 'vitest'
import { readPhone } from '../lib/phone.ts'
import { type Demo, makeDemo } from './demo.ts'

const about = { workspace: '0192f000-1111-7000-8000-000000000000', timeZone: 'Asia/Shanghai', boss: { id: 'boss', name: '陈刚' } }
const wednesday = '2026-03-04T06:00:00.000Z'
const made = (now = wednesday, workspace = about.workspace) => makeDemo({ ...about, now, workspace })
const demo = made()

test('the same day tells the same story, to the last word', () => {
  expect(made()).toEqual(demo)
})

test('another day tells it of other days', () => {
  const sunday = made('2027-10-10T01:00:00.000Z')
  const words = ({ activity }: Demo) => activity.map(({ values }) => values.text)
  expect(words(sunday)).toEqual(words(demo))
  expect(sunday.activity[0]!.made).not.toEqual(demo.activity[0]!.made)
})

test('another firm has other ids and the same names', () => {
  const other = made(wednesday, '0192f000-2222-7000-8000-000000000000')
  expect(other.account.map(({ values }) => values.name)).toEqual(demo.account.map(({ values }) => values.name))
  const ids = new Set(other.account.map(({ id }) => id))
  expect(demo.account.some(({ id }) => ids.has(id))).toBe(false)
})

test('there is as much as a small trader has after two years', () => {
  const counts = Object.fromEntries(Object.entries(demo).map(([object, rows]) => [object, rows.length]))
  expect(counts).toMatchObject({ department: 3, user: 8, account: 300, contact: 600, lead: 400 })
  expect(counts.activity).toBeGreaterThan(3800)
  expect(counts.activity).toBeLessThan(4500)
  const all = Object.values(demo).flat()
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})

test('leads are in every state, and who was given up has a reason', () => {
  const states = Map.groupBy(demo.lead, ({ values }) => values.status)
  expect([...states.keys()].sort()).toEqual(['converted', 'discarded', 'new', 'working'])
  expect(states.get('discarded')!.every(({ values }) => values.discardReason)).toBe(true)
  expect(states.get('converted')!.every(({ values }) => values.account && values.contact)).toBe(true)
  expect(demo.lead.some(({ values }) => values.owner === null)).toBe(true)
})

test('what was done lies between two years ago and now; what is open is due late, today, this week and later', () => {
  const done = demo.activity.flatMap(({ values }) => (values.doneAt ? [values.doneAt as string] : []))
  expect(done.every((at) => at < wednesday && at > '2024-01-01')).toBe(true)
  const due = demo.activity.flatMap(({ values }) =>
    values.owner === 'boss' && !values.doneAt ? [(values.dueAt as string).slice(0, 10)] : [],
  )
  const counted = (from: string, to: string) => due.filter((day) => day >= from && day <= to).length
  expect(counted('2026-02-20', '2026-03-03')).toBeGreaterThan(2)
  expect(counted('2026-03-04', '2026-03-04')).toBeGreaterThan(2)
  expect(counted('2026-03-05', '2026-03-08')).toBeGreaterThan(4)
  expect(counted('2026-03-09', '2026-04-30')).toBeGreaterThan(4)
})

test('a record’s follow-ups follow each other, none before the record', () => {
  const since = new Map([...demo.account, ...demo.lead].map(({ id, made }) => [id, made!.at]))
  const last = new Map<string, string>()
  for (const { values, made } of demo.activity) {
    const on = (values.lead ?? values.account) as string
    expect(made!.at >= (last.get(on) ?? since.get(on)!)).toBe(true)
    last.set(on, made!.at)
  }
})

test('nobody is real: numbers are of blocks given to nobody, addresses of .example, and no gap is left in a sentence', () => {
  for (const { values } of [...demo.lead, ...demo.contact, ...demo.account]) {
    for (const number of [values.mobile, values.phone].filter(Boolean) as string[]) {
      expect(readPhone(number)).toHaveProperty('same')
      expect(number).toMatch(/^(19[89]0000\d{4}|0\d{2,3}-5550\d{4}(转\d{3})?)$/)
    }
    if (values.email) expect(values.email).toMatch(/^[a-z]+@[a-z]+\.example$/)
  }
  const texts = demo.activity.map(({ values }) => String(values.text))
  expect(texts.filter((text) => /[{}]|undefined|NaN/.test(text) || text === '')).toEqual([])
  expect(new Set(texts).size / texts.length).toBeGreaterThan(0.7)
})
