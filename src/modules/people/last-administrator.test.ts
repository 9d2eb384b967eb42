import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const rolesOf = async (id: string) => (await app.as.administrator('GET', `/users/${id}`)).body.roles as string[]
const give = (id: string, roles: string[]) => app.as.administrator('PATCH', `/users/${id}`, { roles })

test('the last administrator cannot take his own role away, alone or in a batch, nor be disabled', async () => {
  const me = app.users.administrator
  const answer = await give(me, ['salesperson'])
  expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'last-administrator'])
  expect(answer.body.errors[0].message).toContain('管理员')
  expect((await app.as.administrator('POST', '/users/batch', { update: [{ id: me, roles: [] }] })).status).toBe(422)
  expect((await app.as.administrator('POST', `/colleagues/${me}/disable`)).status).toBe(422)
  expect(await rolesOf(me)).toEqual(['administrator'])
})

test('when there is another one he may, and then the other is the last', async () => {
  expect((await give(app.users.manager, ['manager', 'administrator'])).status).toBe(200)
  expect((await give(app.users.administrator, ['administrator', 'salesperson'])).status).toBe(200)
  const both = await Promise.all([
    app.as.manager('PATCH', `/users/${app.users.manager}`, { roles: ['manager'] }),
    app.as.administrator('PATCH', `/users/${app.users.administrator}`, { roles: ['salesperson'] }),
  ])
  // Both at the same moment: one goes, one stays.
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422])
})
