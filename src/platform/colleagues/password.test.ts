import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../../../test/support/app.ts'
import { addMembership } from '../directory/members.ts'
import { personOf } from '../directory/people.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const next = 'fresh-start-2026'
const enter = (email: string, secret: string) =>
  fetch(`${app.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: secret }),
  })
const reset = (who: 'administrator' | 'manager', user: string, body: object = { password: next }) =>
  app.as[who]('POST', `/colleagues/${user}/password`, body)

test('an administrator gives a new first password: the old one and every session end', async () => {
  const session = (await enter(emails.salesperson, password)).headers.get('set-cookie')!.split(';')[0]!
  expect((await reset('administrator', app.users.salesperson)).status).toBe(204)
  expect((await fetch(`${app.url}/api/v1/me`, { headers: { cookie: session } })).status).toBe(401)
  expect((await enter(emails.salesperson, password)).status).toBe(401)
  expect((await enter(emails.salesperson, next)).status).toBe(200)
})

test('nobody else may, nobody his own, and a short one is refused', async () => {
  expect((await reset('manager', app.users.salesperson)).status).toBe(403)
  expect((await reset('administrator', app.users.administrator)).status).toBe(422)
  expect((await reset('administrator', app.users.other, { password: 'x' })).status).toBe(422)
  expect((await enter(emails.other, password)).status).toBe(200)
})

test('who is in another firm too keeps his password: it would open that one', async () => {
  const { workspace } = await app.neighbour()
  const person = (await personOf(app.fresh.database, emails.other))!.id
  await addMembership(app.fresh.database, { person, workspace: workspace.id, user: app.users.other })
  const answer = await reset('administrator', app.users.other)
  expect([answer.status, answer.body.code]).toEqual([422, 'of-several-firms'])
  expect((await enter(emails.other, password)).status).toBe(200)
})
