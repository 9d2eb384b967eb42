/** A list by a choice or a state stands in the order of the definition, over all pages, with what is empty at the end. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'

let app: App
const levels = ['normal', null, 'small', 'key', 'small', 'normal', null, 'key', 'normal']
beforeAll(async () => {
  app = await startApp()
  for (const [i, level] of levels.entries())
    expect((await app.as.manager('POST', '/accounts', { name: `客户 ${i}`, kind: 'company', level })).status).toBe(201)
})
afterAll(() => app.stop())

type Row = { id: string; name: string; level: string | null }

async function paged(sort: string, limit: number, path = '/accounts'): Promise<Row[]> {
  const found: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = `sort=${sort}&limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const { status, body } = await app.as.manager('GET', `${path}?${query}`)
    expect(status).toBe(200)
    found.push(...(body.records as Row[]))
    cursor = body.next as string | null
  }
  return found
}
const levelsOf = (rows: Row[]) => rows.map(({ level }) => level)
const upwards = ['key', 'key', 'normal', 'normal', 'normal', 'small', 'small', null, null]
const downwards = ['small', 'small', 'normal', 'normal', 'normal', 'key', 'key', null, null]

test.each([1, 2, 4, 50])('by level, %i to a page, the important stand first and the unranked last', async (limit) => {
  const up = await paged('level', limit)
  expect(levelsOf(up)).toEqual(upwards)
  expect(new Set(up.map(({ id }) => id)).size).toBe(levels.length)
  expect(levelsOf(await paged('-level', limit))).toEqual(downwards)
})

test.each([1, 3, 50])('by level and then by name, %i to a page', async (limit) => {
  expect(levelsOf(await paged('level,-name', limit))).toEqual(upwards)
  const down = await paged('-level,name', limit)
  expect(levelsOf(down)).toEqual(downwards)
  expect(down.slice(0, 2).map(({ name }) => name)).toEqual(['客户 2', '客户 4'])
  expect(levelsOf(await paged('kind,level', limit))).toEqual(upwards)
})

test('who sees his own by several ways reads the same order', async () => {
  for (const [i, level] of levels.entries())
    expect((await app.as.salesperson('POST', '/accounts', { name: `自己的 ${i}`, kind: 'company', level })).status).toBe(201)
  const { body } = await app.as.salesperson('GET', '/accounts?sort=level&limit=50')
  expect(levelsOf(body.records as Row[])).toEqual(upwards)
})

test('leads by status stand in the order of their life', async () => {
  for (const name of ['甲', '乙', '丙']) await app.as.manager('POST', '/leads', { name, mobile: `1390000000${'甲乙丙'.indexOf(name)}` })
  const { body } = await app.as.manager('GET', '/leads?sort=name&limit=50')
  const [first, second] = body.records as Row[]
  expect((await app.as.manager('POST', `/leads/${first!.id}/discard`, { reason: 'no-need' })).status).toBe(200)
  await app.as.manager('PATCH', `/leads/${second!.id}`, { status: 'working' })
  const states = async (sort: string) => (await paged(sort, 1, '/leads')).map((row) => (row as unknown as { status: string }).status)
  expect(await states('status')).toEqual(['new', 'working', 'discarded'])
  expect(await states('-status')).toEqual(['discarded', 'working', 'new'])
})

test('a cursor of another order is refused', async () => {
  const { body } = await app.as.manager('GET', '/accounts?sort=level&limit=2')
  const { status } = await app.as.manager('GET', `/accounts?sort=-level&limit=2&cursor=${encodeURIComponent(body.next as string)}`)
  expect(status).toBe(400)
})
