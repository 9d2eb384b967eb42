import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../test/support/app.ts'
import type { ChangedRecord, RemovedRecord } from '../lib/wire-log.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const changes = async (who: 'administrator' | 'manager' | 'salesperson', changeset: string, more = '') =>
  (await app.as[who]('GET', `/changesets/${changeset}/changes${more}`)).body as { records: ChangedRecord[]; next: string | null }
const bin = async (who: 'administrator' | 'salesperson' | 'other') => (await app.as[who]('GET', '/removed')).body.records as RemovedRecord[]
const lead = async (name: string, more: object = {}) =>
  (await app.as.salesperson('POST', '/leads', { name, ...more })).body as { id: string; changeset: string }

test('a changeset tells what each record was before and after it, whatever came later', async () => {
  const { id } = await lead('何丽玲', { company: '瑞力' })
  const first = (await app.as.salesperson('PATCH', `/leads/${id}`, { company: '武汉瑞力', rating: 'A' })).body.changeset
  await app.as.salesperson('PATCH', `/leads/${id}`, { company: '武汉瑞力自动化' })
  const { records } = await changes('salesperson', first)
  expect(records).toEqual([
    {
      subject: 1,
      object: 'lead',
      id,
      title: '何丽玲',
      did: 'changed',
      exists: true,
      changes: [
        { field: 'company', before: '瑞力', after: '武汉瑞力' },
        { field: 'rating', before: null, after: 'A' },
      ],
    },
  ])
})

test('references in it are named', async () => {
  const { id } = await lead('转交我')
  const { changeset } = (await app.as.manager('POST', `/leads/${id}/assign`, { owner: app.users.manager })).body
  const [told] = (await changes('manager', changeset)).records
  expect(told!.changes).toEqual([
    { field: 'owner', before: { id: app.users.salesperson, title: '李涛' }, after: { id: app.users.manager, title: '王敏' } },
  ])
})

test('a record that its doer may no longer read keeps its name and values to itself', async () => {
  const { id } = await lead('给了别人')
  const { changeset } = (await app.as.salesperson('PATCH', `/leads/${id}`, { company: '甲' })).body
  await app.as.administrator('POST', `/leads/${id}/assign`, { owner: app.users.other })
  const [told] = (await changes('salesperson', changeset)).records
  expect(told).toMatchObject({ id, title: null, changes: [], exists: true })
})

test('the log names the record of each deed, unless its reader may not read it', async () => {
  const made = await lead('看得见', { nextStep: '打电话', nextStepAt: '2027-01-01' })
  const { changeset } = (await app.as.salesperson('PATCH', `/leads/${made.id}`, { rating: 'B' })).body
  const about = async (id: string) => (await app.as.salesperson('GET', `/changesets/${id}`)).body.about
  const [newest, created] = (await app.as.salesperson('GET', '/changesets?limit=2')).body.records
  expect([newest.about, created.about]).toEqual(Array(2).fill({ object: 'lead', id: made.id, title: '看得见' }))
  const gone = (await app.as.salesperson('DELETE', `/leads/${made.id}`)).body.changeset
  expect((await about(gone)).title).toBe('看得见')
  expect((await about(changeset)).title).toBe(null)
  await app.as.salesperson('POST', `/changesets/${gone}/undo`, {})
  const other = await lead('转走')
  const mine = (await app.as.salesperson('PATCH', `/leads/${other.id}`, { rating: 'B' })).body.changeset
  await app.as.administrator('POST', `/leads/${other.id}/assign`, { owner: app.users.other })
  expect(await about(mine)).toEqual({ object: 'lead', id: other.id, title: null })
})

test("another's changeset is not there", async () => {
  const { id } = await lead('别人的')
  const { changeset } = (await app.as.salesperson('PATCH', `/leads/${id}`, { company: '乙' })).body
  expect((await app.as.other('GET', `/changesets/${changeset}/changes`)).status).toBe(404)
})

test('the records of a large deed come in pages, each once', async () => {
  const create = Array.from({ length: 25 }, (_, i) => ({ name: `名片 ${i}` }))
  const { changeset } = (await app.as.salesperson('POST', '/leads/batch', { create })).body
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page = await changes('salesperson', changeset, `?limit=10${next && `&cursor=${next}`}`)
    seen.push(...page.records.map((each) => each.title!))
    next = page.next
  }
  expect(seen).toEqual(create.map((each) => each.name))
  expect((await app.as.salesperson('GET', `/changesets/${changeset}/changes?cursor=x`)).status).toBe(400)
})

test('what was removed lies in the bin until it is brought back', async () => {
  const { id } = await lead('误删', { company: '丙公司' })
  const { changeset } = (await app.as.salesperson('DELETE', `/leads/${id}`)).body
  expect(await bin('salesperson')).toEqual([
    expect.objectContaining({ id, object: 'lead', title: '误删', changeset, subject: 1, canUndo: true }),
  ])
  expect((await bin('administrator')).map((each) => each.id)).toContain(id)
  expect(await bin('other')).toEqual([])
  const [told] = (await changes('salesperson', changeset)).records
  expect(told).toMatchObject({ did: 'removed', title: '误删', exists: false })
  expect((await app.as.salesperson('POST', `/changesets/${changeset}/undo`, { subjects: [1] })).body.reverted).toBe(1)
  expect(await bin('salesperson')).toEqual([])
  expect((await app.as.salesperson('GET', `/leads/${id}`)).body.company).toBe('丙公司')
  await app.as.salesperson('DELETE', `/leads/${id}`)
  expect((await bin('salesperson')).map((each) => each.id)).toEqual([id])
})

test('everybody changes his own name and mobile, and nothing else of himself', async () => {
  expect((await app.as.salesperson('PATCH', '/me', { name: ' 李小涛 ', mobile: '13800138000' })).status).toBe(200)
  expect((await app.as.salesperson('GET', '/me')).body.user.name).toBe('李小涛')
  expect((await app.as.administrator('GET', `/users/${app.users.salesperson}`)).body).toMatchObject({
    name: '李小涛',
    mobile: '13800138000',
  })
  expect((await app.as.salesperson('PATCH', '/me', { roles: ['administrator'] })).status).toBe(422)
  expect((await app.as.salesperson('PATCH', '/me', { name: '' })).status).toBe(422)
  expect((await app.as.salesperson('PATCH', '/me', { mobile: '12' })).status).toBe(422)
})
