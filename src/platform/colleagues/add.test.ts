import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, emails, password, startApp } from '../../../test/support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const enter = (email: string) =>
  fetch(`${app.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
const meOf = async (signedIn: Response) => {
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  return (await fetch(`${app.url}/api/v1/me`, { headers: { cookie } })).json() as Promise<{ user: { id: string } }>
}
const add = (name: string, email: string) =>
  app.as.administrator('POST', '/colleagues', { people: [{ name, email, roles: ['salesperson'] }] })

test('who was removed and is added again is who he was, and signs in', async () => {
  expect((await app.as.administrator('DELETE', `/users/${app.users.other}`)).status).toBe(200)
  expect((await enter(emails.other)).status).toBe(401)
  const { status, body } = await add('回来的', emails.other)
  expect([status, body.ids]).toEqual([201, [app.users.other]])
  const signedIn = await enter(emails.other)
  expect(signedIn.status).toBe(200)
  expect((await meOf(signedIn)).user.id).toBe(app.users.other)
})

test('who is here is added again without becoming another', async () => {
  expect((await add('又一个', emails.salesperson)).body.ids).toEqual([app.users.salesperson])
  expect((await meOf(await enter(emails.salesperson))).user.id).toBe(app.users.salesperson)
})
