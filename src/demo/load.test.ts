import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../test/support/app.ts'
import { loadDemo } from './load.ts'
import { onlyIn } from '../platform/databases/databases.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
  await loadDemo(app.house, app.workspace, app.users.administrator)
}, 180_000)
afterAll(() => app.stop())

/** All records of a list, page by page. */
async function everything(objects: string): Promise<{ id: string }[]> {
  const records: { id: string }[] = []
  for (let cursor = ''; ;) {
    const { status, body } = await app.as.administrator('GET', `/${objects}?limit=200${cursor}`)
    expect(status).toBe(200)
    records.push(...body.records)
    if (!body.next) return records
    cursor = `&cursor=${encodeURIComponent(body.next)}`
  }
}

const count = async (objects: string) => (await app.as.administrator('GET', `/${objects}?limit=1&count=exact`)).body.count.value as number
const loads = async () => {
  const { body } = await app.as.administrator('GET', '/changesets?limit=100')
  return (body.records as { id: string; deed: string; objects: string[]; label: { zh: string } }[]).filter(
    ({ deed }) => deed === 'demo.load',
  )
}

test('every record of the example is read over HTTP', async () => {
  for (const [objects, expected] of [
    ['accounts', 300],
    ['contacts', 600],
    ['leads', 400],
  ] as const) {
    const records = await everything(objects)
    expect(records).toHaveLength(expected)
    const { status, body } = await app.as.administrator('GET', `/${objects}/${records.at(-1)!.id}/timeline`)
    expect(status).toBe(200)
    expect(body.records.length).toBeGreaterThan(0)
  }
  expect((await everything('activities')).length).toBeGreaterThan(3800)
})

test('what was ordered of a quote is no longer open there', async () => {
  const quoted = { field: 'quote', op: 'empty', value: false }
  const { body } = await app.as.administrator('POST', '/orders/query', { filter: quoted, limit: 200, fields: ['quote'] })
  const ids = body.records.map((order: { quote: { id: string } }) => order.quote.id)
  const measures = [{ as: 'open', fn: 'sum', field: 'openLines' }]
  const answer = await app.as.administrator('POST', '/quotes/aggregate', { filter: { field: 'id', op: 'in', value: ids }, measures })
  expect([ids.length > 100, answer.body.groups[0].values.open]).toEqual([true, '0'])
})

test('the administrator has something to do today, and something late', async () => {
  const due = (op: string, value: unknown) => {
    const filter = {
      and: [
        { field: 'owner', op: 'me', value: true },
        { field: 'doneAt', op: 'empty', value: true },
        { field: 'dueAt', op, value },
      ],
    }
    return app.as.administrator('GET', `/activities?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  }
  expect((await due('today', true)).body.records.length).toBeGreaterThan(2)
  expect((await due('overdue', true)).body.records.length).toBeGreaterThan(2)
})

test('a second load changes nothing', async () => {
  const before = [await count('activities'), (await loads()).length]
  await loadDemo(app.house, app.workspace, app.users.administrator)
  expect([await count('activities'), (await loads()).length]).toEqual(before)
})

test('the neighbour has nothing of it', async () => {
  const { call } = await app.neighbour()
  expect((await call('GET', '/accounts?count=exact')).body.count.value).toBe(0)
})

test('a load that broke off half-way is brought to its end by another', async () => {
  const { call, workspace } = await app.neighbour()
  const user = (await call('GET', '/users')).body.records[0].id as string
  const { database } = app.house
  let transactions = 0
  const as: typeof database.as = (...args) => (++transactions < 6 ? database.as(...args) : Promise.reject(new Error('the power went')))
  await expect(loadDemo({ ...app.house, databaseOf: onlyIn({ ...database, as }) }, workspace, user)).rejects.toThrow('the power went')
  const counts = async () =>
    Promise.all(
      ['accounts', 'contacts', 'leads'].map(async (objects) => (await call('GET', `/${objects}?limit=1&count=exact`)).body.count.value),
    )
  expect(await counts()).toEqual([300, 0, 0])
  await loadDemo(app.house, workspace, user)
  expect(await counts()).toEqual([300, 600, 400])
}, 120_000)

test('a changeset for each object, taken back the last one first, leaves nothing', async () => {
  const changesets = await loads()
  expect(changesets.map(({ objects }) => objects.toSorted())).toEqual([
    ['activity'],
    ['allocation', 'payment'],
    ['order', 'orderLine'],
    ['quote', 'quoteLine'],
    ['opportunity'],
    ['product'],
    ['lead'],
    ['contact'],
    ['account'],
    ['user'],
    ['department'],
  ])
  for (const { id, label } of changesets) {
    expect(label.zh).toBe('载入示例数据')
    const { status, body } = await app.as.administrator('POST', `/changesets/${id}/undo`, {})
    expect([status, body.refused]).toEqual([200, []])
  }
  for (const objects of ['accounts', 'contacts', 'leads', 'activities', 'opportunities', 'quotes', 'orders', 'payments', 'products'])
    expect(await count(objects)).toBe(0)
}, 120_000)
