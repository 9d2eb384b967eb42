import { expect, test } from 'vitest'
import type { DayAnswer } from '../../../lib/wire.ts'
import { remindersIn } from './reminders.ts'

const timeZone = 'Asia/Shanghai'
const now = Date.parse('2026-03-05T02:00:00.000Z')
const day = (seenAt: string | null, ...entries: [reason: string, at: string | null][]): DayAnswer => ({
  entries: entries.map(([reason, at], i) => ({
    reason,
    at,
    object: 'activity',
    id: String(i),
    band: 'today',
    record: { id: String(i) } as never,
  })),
  reasons: ['step', 'quiet'].map((name) => ({
    name,
    object: 'activity',
    label: { zh: '', en: '' },
    reminds: name === 'step',
    offers: [],
    more: false,
    filter: {},
  })),
  seenAt,
})
const told = (answer: DayAnswer, at = now) => remindersIn(answer, { timeZone, now: at }).map(({ entry, unread }) => [entry.at, unread])

test('a time is told a quarter of an hour before it comes, and not earlier', () => {
  const answer = day(null, ['step', '2026-03-05T02:15:00.000Z'], ['step', '2026-03-05T02:16:00.000Z'])
  expect(told(answer)).toEqual([['2026-03-05T02:15:00.000Z', true]])
  expect(told(answer, now + 60_000)).toHaveLength(2)
})

test('a day is told when it begins; what is three days past is told no more, nor what does not remind', () => {
  expect(
    told(day(null, ['step', '2026-03-05'], ['step', '2026-03-06'], ['step', '2026-03-02'], ['quiet', '2026-03-05'], ['step', null])),
  ).toEqual([['2026-03-05', true]])
})

test('what was seen is no news; what came after is', () => {
  const answer = day('2026-03-05T01:00:00.000Z', ['step', '2026-03-05'], ['step', '2026-03-05T02:10:00.000Z'])
  expect(told(answer)).toEqual([
    ['2026-03-05T02:10:00.000Z', true],
    ['2026-03-05', false],
  ])
})
