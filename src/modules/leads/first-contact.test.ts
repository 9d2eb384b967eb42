import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const call = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const statusOf = async (id: string) => (await call('GET', `/leads/${id}`)).body.status
const newLead = async (more: object = {}) => (await call('POST', '/leads', { name: '何丽玲', ...more })).body.id as string

test('a follow-up written makes a new lead one that is worked on', async () => {
  const id = await newLead()
  await call('POST', '/activities', { kind: 'call', lead: id, text: '聊了样品', doneAt: new Date().toISOString() })
  expect(await statusOf(id)).toBe('working')
})

test('a task done does too, and taking it back makes the lead new again', async () => {
  const id = await newLead({ nextStep: '打电话', nextStepAt: '2026-01-01' })
  expect(await statusOf(id)).toBe('new')
  const filter = encodeURIComponent(JSON.stringify({ field: 'lead', op: 'eq', value: id }))
  const [task] = (await call('GET', `/activities?filter=${filter}`)).body.records
  const { changeset } = (
    await call('POST', `/activities/${task.id}/complete`, { outcome: 'interested', nextStep: '发样册', nextStepAt: '2026-01-05' })
  ).body
  expect(await statusOf(id)).toBe('working')
  expect((await call('POST', `/changesets/${changeset}/undo`, {})).body.refused).toEqual([])
  expect(await statusOf(id)).toBe('new')
})

test('a task that is only planned leaves it new', async () => {
  const id = await newLead()
  await call('POST', '/activities', { kind: 'task', lead: id, text: '下周打', dueAt: '2027-01-01' })
  expect(await statusOf(id)).toBe('new')
})
