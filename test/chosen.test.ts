import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'

let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.stop())

const ids = (names: string[]) => encodeURIComponent(JSON.stringify({ field: 'id', op: 'in', value: names }))

test('rows chosen in a list are listed and exported by their ids, and nobody sees more by naming them', async () => {
  const made = await app.as.salesperson('POST', '/leads/batch', { create: [{ name: '周一' }, { name: '周二' }, { name: '周三' }] })
  const [first, , third] = made.body.records as { id: string }[]
  const chosen = ids([first!.id, third!.id])
  const listed = await app.as.salesperson('GET', `/leads?filter=${chosen}&sort=name`)
  expect(listed.body.records.map((record: { name: string }) => record.name).toSorted()).toEqual(['周一', '周三'].toSorted())
  const file = await app.as.administrator('GET', `/leads/export?format=csv&fields=name&filter=${chosen}`)
  expect(file.status).toBe(200)
  const hidden = await app.as.other('GET', `/leads?filter=${chosen}`)
  expect(hidden.body.records).toEqual([])
})

test('an id is asked for as it is: not greater, not contained, not malformed', async () => {
  const ask = (filter: object) => app.as.administrator('GET', `/leads?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  expect((await ask({ field: 'id', op: 'gt', value: crypto.randomUUID() })).body.errors).toMatchObject([
    { field: 'id', code: 'bad-operator' },
  ])
  expect((await ask({ field: 'id', op: 'in', value: ['1'] })).status).toBe(422)
  expect((await ask({ field: 'id', op: 'eq', value: crypto.randomUUID() })).body.records).toEqual([])
})
