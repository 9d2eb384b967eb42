import { uuidv7 } from 'uuidv7'
import { afterEach, expect, test } from 'vitest'
import { freshServer } from '../../test/support/server.ts'
import type { FreshServer } from '../../test/support/server.ts'
import { allWorkspaces } from '../platform/directory/workspaces.ts'

let server: FreshServer
afterEach(() => server.drop())

const wish = { firm: '北辰贸易', name: '王芳', email: 'wang@firm.cn', password: 'correct horse', demo: false }
const setup = (payload: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: '/api/v1/setup', payload, headers })
const state = async () => (await server.app.inject({ url: '/api/v1/setup' })).json<object>()

test('the first visit makes the firm and signs its founder in; the second is refused', async () => {
  const demos: string[] = []
  server = await freshServer({ loadDemo: async (workspace, user) => void demos.push(`${workspace.name} ${user}`) })
  expect(await state()).toEqual({ needed: true, token: false })
  const answer = await setup({ ...wish, demo: true }, { 'accept-language': 'en' })
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({ user: { email: 'wang@firm.cn' }, workspace: { name: '北辰贸易' } })
  expect(demos).toEqual([`北辰贸易 ${answer.json<{ user: { id: string } }>().user.id}`])
  const cookie = `gx_session=${answer.cookies[0]?.value}`
  expect((await server.app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode).toBe(200)
  expect((await allWorkspaces(server.database)).map(({ language }) => language)).toEqual(['en'])

  expect(await state()).toEqual({ needed: false, token: false })
  const second = await setup({ ...wish, firm: '别的公司', email: 'li@firm.cn' })
  expect(second.statusCode).toBe(403)
  expect(second.cookies).toEqual([])
  expect(await allWorkspaces(server.database)).toHaveLength(1)
})

test('sixteen browsers at once make one firm', async () => {
  server = await freshServer()
  const answers = await Promise.all(Array.from({ length: 16 }, (_, at) => setup({ ...wish, firm: `公司${at}`, email: `p${at}@firm.cn` })))
  expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, ...Array<number>(15).fill(403)])
  expect(await allWorkspaces(server.database)).toHaveLength(1)
})

test('where others can reach it, only who read the token from the terminal sets it up', async () => {
  server = await freshServer({ config: { setupToken: 'k3fp-2mwx-9qtz' } })
  expect(await state()).toEqual({ needed: true, token: true })
  expect((await setup(wish)).json()).toMatchObject({ status: 422, errors: [{ field: 'token', code: 'required' }] })
  expect((await setup({ ...wish, token: 'k3fp-2mwx-9qtx' })).json()).toMatchObject({ errors: [{ field: 'token', code: 'wrong-value' }] })
  expect(await allWorkspaces(server.database)).toEqual([])
  expect((await setup({ ...wish, token: ' K3FP-2MWX-9QTZ ' })).statusCode).toBe(201)
})

test('a page that points its own name at this machine cannot set it up', async () => {
  server = await freshServer({ config: { url: 'http://crm.lan:3000' } })
  const evil = { host: 'evil.example:3000', origin: 'http://evil.example:3000' }
  expect((await setup(wish, evil)).statusCode).toBe(403)
  expect(await allWorkspaces(server.database)).toEqual([])
  expect((await setup(wish, { host: 'crm.lan:3000', origin: 'http://crm.lan:3000' })).statusCode).toBe(201)
})

test('all that is wrong is said at once, and a crash on the way is continued by doing it again', async () => {
  let crashes = 1
  server = await freshServer({
    lay: async () => {
      if (crashes-- > 0) throw new Error('the power went out')
      return { userId: uuidv7() }
    },
  })
  const wrong = await setup({ firm: ' ', name: '', email: 'nobody', password: 'short' })
  expect(wrong.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field)).toEqual(['firm', 'name', 'email', 'password'])
  expect((await setup({ ...wish, colour: 'red' })).json()).toMatchObject({ errors: [{ field: 'colour', code: 'unknown-field' }] })
  expect((await setup(wish)).statusCode).toBe(500)
  expect(await state()).toMatchObject({ needed: true })
  expect((await setup(wish)).statusCode).toBe(201)
  expect(await allWorkspaces(server.database)).toHaveLength(1)
})
