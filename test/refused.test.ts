/** Whoever is refused has changed nothing, not even half of what he asked or a file on the disk. */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from './support/app.ts'

let app: App
beforeAll(async () => void (app = await startApp()))
afterAll(() => app.stop())

async function send(who: Who, object: string, content: string) {
  const form = new FormData()
  form.set('object', object)
  form.set('file', new Blob([content]), 'table.csv')
  const answer = await fetch(`${app.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys[who]}` },
    body: form,
  })
  return answer.status
}
const files = () => readdirSync(app.house.files, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())

test('a file that is refused, for its kind, its object or its sender, does not stay', async () => {
  expect(await send('salesperson', 'departments', '名称\r\n三部\r\n')).toBe(403)
  expect(await send('administrator', 'nowhere', '名称\r\n三部\r\n')).toBe(404)
  expect(await send('administrator', 'leads', '')).toBeGreaterThanOrEqual(400)
  expect(files()).toEqual([])
  expect(await send('administrator', 'leads', '姓名\r\n王芳\r\n')).toBe(201)
  expect(files()).toHaveLength(1)
})

test('a deed on many leaves out those for whom it is not time, says why, and leaves them as they are', async () => {
  const sales = app.as.salesperson
  const [open, over] = await Promise.all(['开着', '作废'].map(async (name) => (await sales('POST', '/leads', { name })).body.id as string))
  expect((await sales('POST', `/leads/${over}/discard`, { reason: 'noNeed' })).status).toBe(200)
  const before = (await sales('GET', `/leads/${over}`)).body
  const { body } = await sales('POST', '/leads/actions/discard', { ids: [over, open], input: { reason: 'noNeed' } })
  expect(body).toMatchObject({ done: 1, refused: [{ id: over, code: 'not-now' }] })
  expect((await sales('GET', `/leads/${over}`)).body).toEqual(before)
})

test('one cannot disable himself, and is as he was', async () => {
  await app.as.administrator('PATCH', `/users/${app.users.manager}`, { roles: ['manager', 'administrator'] })
  expect((await app.as.manager('POST', `/colleagues/${app.users.manager}/disable`)).status).toBe(422)
  expect((await app.as.manager('GET', `/users/${app.users.manager}`)).body.active).toBe(true)
})
