import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Call, startApp } from '../../test/support/app.ts'
import { dayIn, firstOfMonth, firstOfWeek } from '../lib/zone.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const hour = 3_600_000
/** Around midnight, around changes of clocks: China's of 1986 to 1991, Berlin's of every year. */
const around = [13, 14.5, 15.5, 16, 16.5, 21.5, 22.5, 23.5, 24.5, 25.5]
const days = [
  [1988, 6, 1],
  [1991, 8, 14],
  [1992, 0, 5],
  [2026, 2, 28],
  [2026, 9, 24],
  [2026, 10, 15],
] as const
const moments = days.flatMap(([year, month, day]) => around.map((hours) => Date.UTC(year, month, day) + hours * hour))
const periods = { day: (day: string) => day, week: firstOfWeek, month: (day: string) => firstOfMonth(day) }

async function grouped(call: Call, by: string): Promise<Record<string, string>> {
  const { body } = await call('POST', '/activities/aggregate', { groupBy: [{ field: 'doneAt', by }], measures: [{ as: 'n', fn: 'count' }] })
  return Object.fromEntries(
    body.groups.map(({ key, values }: { key: { doneAt: string }; values: { n: string } }) => [key.doneAt, values.n]),
  )
}

function counted(timeZone: string, start: (day: string) => string): Record<string, string> {
  const found: Record<string, number> = {}
  for (const at of moments) found[start(dayIn(timeZone, at))] = (found[start(dayIn(timeZone, at))] ?? 0) + 1
  return Object.fromEntries(Object.entries(found).map(([day, n]) => [day, String(n)]))
}

test.each(['Asia/Shanghai', 'Europe/Berlin', 'Asia/Kathmandu'])(
  'moments fall into the days and weeks of the clocks of %s',
  async (timeZone) => {
    const { workspace, call } = await app.neighbour()
    await app.fresh.database.owner((run) => run(sql`update platform.workspace set time_zone = ${timeZone} where id = ${workspace.id}`))
    await expect.poll(async () => (await call('GET', '/schema')).body.workspace.timeZone).toBe(timeZone)
    const made = moments.map((at) => ({ kind: 'call', text: '聊了', doneAt: new Date(at).toISOString() }))
    expect((await call('POST', '/activities/batch', { create: made })).status).toBe(200)
    for (const [by, start] of Object.entries(periods)) expect(await grouped(call, by)).toEqual(counted(timeZone, start))
    // every clock is another: what is right for one is noticed to be wrong for the others
    expect(await grouped(call, 'day')).not.toEqual(counted('UTC', periods.day))
  },
)
