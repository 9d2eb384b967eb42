/** A key that only reads: whatever changes something is refused to it before anything is looked at, whatever only looks is open as to its person. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../src/platform/auth/keys.ts'
import { personOf } from '../src/platform/directory/people.ts'
import { type App, type Call, caller, emails, startApp } from './support/app.ts'
import { type Document, judgeOf } from './support/described.ts'

let app: App
let reads: Call
let writes: Call
beforeAll(async () => {
  app = await startApp()
  const person = (await personOf(app.fresh.database, emails.administrator))!.id
  const keyed = async (readOnly: boolean) =>
    caller(app.url, (await createKey(app.fresh.database, { person, workspace: app.workspace.id }, 'ERP', readOnly)).key)
  reads = await keyed(true)
  writes = await keyed(false)
}, 60_000)
afterAll(() => app.stop())

const id = '00000000-0000-7000-8000-000000000001'
const operations = async () => {
  const { body } = await app.as.administrator('GET', '/openapi.json')
  return judgeOf(body as Document)
    .operations.filter(({ path, described }) => !path.endsWith('/events') && described['x-authz'].who !== 'public')
    .map(({ method, path, described }) => ({
      name: `${method} ${path}`,
      looks: method === 'GET' || described['x-authz'].may === 'read',
      send: (call: Call) => call(method, path.replace(/\{\w+\}/g, id), method === 'GET' ? undefined : {}),
    }))
}

test('every operation that changes something is closed to it', async () => {
  const changing = (await operations()).filter(({ looks }) => !looks)
  expect(changing.length).toBeGreaterThan(100)
  const open: string[] = []
  for (const { name, send } of changing) if ((await send(reads)).status !== 403) open.push(name)
  expect(open).toEqual([])
}, 120_000)

test('what only looks is answered as it is answered to its person', async () => {
  const differing: string[] = []
  for (const { name, send } of (await operations()).filter(({ looks }) => looks)) {
    const [mine, its] = [await send(writes), await send(reads)]
    if (mine.status !== its.status) differing.push(`${name}: ${mine.status} ${its.status}`)
  }
  expect(differing).toEqual([])
}, 120_000)

test('a key that may write does, so the refusals above are its own', async () => {
  expect((await writes('POST', '/leads', { name: '王芳' })).status).toBe(201)
  expect((await reads('POST', '/leads', { name: '王芳' })).status).toBe(403)
  expect((await reads('GET', '/leads')).body.records).toHaveLength(1)
})
