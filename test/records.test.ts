import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

test('a lead is created, read, changed and listed', async () => {
  const made = await app.as.salesperson('POST', '/leads', {
    name: '何丽玲',
    company: '武汉瑞力自动化设备有限公司',
    mobile: '139 2552 2956',
    nextStep: '送样品',
    nextStepAt: '2030-01-02',
  })
  expect(made).toMatchObject({
    status: 201,
    body: {
      name: '何丽玲',
      status: 'new',
      owner: { id: app.users.salesperson, title: '李涛' },
      nextStep: '送样品',
      nextStepAt: '2030-01-02',
    },
  })
  const changed = await app.as.salesperson('PATCH', `/leads/${made.body.id}`, { rating: 'A', version: made.body.version })
  expect(changed.body).toMatchObject({ rating: 'A', version: 2 })
  const listed = await app.as.salesperson(
    'GET',
    `/leads?filter=${encodeURIComponent('{"field":"rating","op":"eq","value":"A"}')}&count=exact`,
  )
  expect(listed.body).toMatchObject({
    records: [{ id: made.body.id, can: { update: true, discard: true, reopen: 'not-discarded' } }],
    count: { value: 1 },
    next: null,
  })
})
