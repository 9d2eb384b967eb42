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

test('an undo leaves one, too: alone, as part of more, and of an undo', async () => {
  const me = app.users.manager
  const roles = async (id: string) => (await rolesOf(id)).toSorted()
  const all = { [me]: await roles(me), [app.users.administrator]: await roles(app.users.administrator) }
  const [last] = Object.keys(all).filter((id) => all[id]!.includes('administrator'))
  const other = Object.keys(all).find((id) => id !== last)!
  const as = last === me ? app.as.manager : app.as.administrator
  const { body: given } = await as('PATCH', `/users/${other}`, { roles: ['administrator'] })
  expect((await as('PATCH', `/users/${last}`, { roles: ['salesperson'] })).status).toBe(200)
  const next = last === me ? app.as.administrator : app.as.manager
  const undone = await next('POST', `/changesets/${given.changeset}/undo`)
  expect([undone.status, undone.body.errors?.[0].code]).toEqual([422, 'last-administrator'])
  expect(await rolesOf(other)).toEqual(['administrator'])
  // what it stood on is given back first
  const { records } = (await next('GET', '/changesets?limit=1')).body
  expect((await next('POST', `/changesets/${records[0].id}/undo`)).status).toBe(200)
  expect((await next('POST', `/changesets/${given.changeset}/undo`)).status).toBe(200)
})

test('who was disabled is let in again by that deed, not by an undo, which opens no door', async () => {
  const { records } = (
    await app.as.administrator('GET', '/users?filter=' + JSON.stringify({ field: 'roles', op: 'in', value: ['administrator'] }))
  ).body
  const as = records[0].id === app.users.manager ? app.as.manager : app.as.administrator
  const { body } = await as('POST', `/colleagues/${app.users.other}/disable`)
  const { body: undone } = await as('POST', `/changesets/${body.changeset}/undo`)
  expect(undone).toMatchObject({ reverted: 0, refused: [{ id: app.users.other, code: 'own-deed' }] })
  expect((await app.as.other('GET', '/me')).status).toBe(401)
  expect((await as('POST', `/colleagues/${app.users.other}/enable`)).status).toBe(200)
  expect((await app.as.other('GET', '/me')).status).toBe(200)
})
