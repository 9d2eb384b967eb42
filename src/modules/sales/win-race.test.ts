/** Sixteen win and lose the same deal at once: it ends once, in one way. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'
import { ask } from '../../../test/support/rows.ts'

let app: App
let account: string
beforeAll(async () => {
  app = await startApp()
  account = (await call('POST', '/accounts', { name: '武汉信源环保' })).body.id
})
afterAll(() => app.stop())

const call = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const newDeal = async () => (await call('POST', '/opportunities', { name: '同时', account, amount: '300000' })).body.id as string
const deeds = (id: string) =>
  ask<{ deed: string }>(
    app,
    `select s.deed from $.changeset s join $.change c on c.changeset = s.id where c.record = ?::uuid and s.deed in ('opportunity.win', 'opportunity.lose')`,
    [id],
  )
const sixteen = <T>(one: (i: number) => Promise<T>) => Promise.all(Array.from({ length: 16 }, (_, i) => one(i)))

test('one of sixteen is first, the others are told that it is closed, and one deed stands in the log', async () => {
  for (let round = 0; round < 6; round++) {
    const id = await newDeal()
    const answers = await sixteen((i) =>
      i % 2 ? call('POST', `/opportunities/${id}/win`, {}) : call('POST', `/opportunities/${id}/lose`, { lostReason: 'price' }),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 15 }, () => 422)])
    expect(new Set(answers.filter(({ status }) => status === 422).map(({ body }) => body.code))).toEqual(new Set(['not-now']))
    const [first, ...more] = await deeds(id)
    expect(more).toEqual([])
    const { body } = await call('GET', `/opportunities/${id}`)
    expect(first!.deed).toBe(body.stage === 'won' ? 'opportunity.win' : 'opportunity.lose')
    expect(body.lostReason).toBe(body.stage === 'won' ? null : 'price')
  }
})

/** Looks first and writes then, as one would without the lock. */
async function naive(id: string, stage: 'won' | 'lost'): Promise<boolean> {
  const [deal] = await ask<{ stage: string }>(app, 'select f_stage as stage from $.o_opportunity where id = ?::uuid', [id])
  if (deal!.stage === 'won' || deal!.stage === 'lost') return false
  await ask(app, 'update $.o_opportunity set f_stage = ?::text where id = ?::uuid', [stage, id])
  return true
}

test('who looks first and writes then ends it several times (so the test above sees)', async () => {
  let most = 0
  for (let round = 0; round < 20 && most < 2; round++) {
    const id = await newDeal()
    const ended = await sixteen((i) => naive(id, i % 2 ? 'won' : 'lost'))
    most = Math.max(most, ended.filter(Boolean).length)
  }
  expect(most).toBeGreaterThan(1)
})
