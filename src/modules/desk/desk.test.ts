import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from '../../../test/support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const view = (name: string, more: object = {}) => ({ name, of: 'lead', look: '{"sort":"name"}', ...more })
const make = async (who: Who, values: object) => (await app.as[who]('POST', '/saved-views', values)).body as { id: string }
const seen = async (who: Who) => {
  const { body } = await app.as[who]('GET', '/saved-views?sort=name')
  return (body.records as { name: string }[]).map(({ name }) => name)
}

test('a view is its maker’s own: neither his manager nor the administrator sees it', async () => {
  await make('salesperson', view('我的'))
  await expect(seen('salesperson')).resolves.toContain('我的')
  for (const who of ['manager', 'administrator', 'other'] as const) await expect(seen(who)).resolves.not.toContain('我的')
})

test('a view for the department is seen in it, one for everybody by everybody, to be looked at only', async () => {
  const team = await make('manager', view('本部门的', { shared: 'team' }))
  const all = await make('manager', view('大家的', { shared: 'all' }))
  expect(await seen('salesperson')).toEqual(expect.arrayContaining(['本部门的', '大家的']))
  expect(await seen('other')).toEqual(['大家的'])
  for (const { id } of [team, all]) {
    const { body } = await app.as.salesperson('GET', `/saved-views/${id}`)
    expect(body.can.update).not.toBe(true)
    expect((await app.as.salesperson('PATCH', `/saved-views/${id}`, { name: '改' })).status).toBe(403)
    expect((await app.as.salesperson('DELETE', `/saved-views/${id}`)).status).toBe(403)
  }
})

test('who leads nobody cannot show a view to others', async () => {
  const answer = await app.as.salesperson('POST', '/saved-views', view('给大家', { shared: 'all' }))
  expect(answer.status).toBe(422)
  expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'shared' })])
})

test('an administrator mends and removes what is shown to others, and nothing else', async () => {
  const shared = await make('manager', view('旧的', { shared: 'all' }))
  const own = await make('manager', view('经理自己的'))
  expect((await app.as.administrator('PATCH', `/saved-views/${shared.id}`, { name: '新的' })).status).toBe(200)
  expect((await app.as.administrator('DELETE', `/saved-views/${shared.id}`)).status).toBe(200)
  expect((await app.as.administrator('PATCH', `/saved-views/${own.id}`, { name: '新的' })).status).toBe(404)
})

test('favourites are nobody else’s', async () => {
  const { body } = await app.as.salesperson('POST', '/favourites', { name: '宏诚', address: '/o/accounts/1' })
  expect((await app.as.salesperson('GET', '/favourites')).body.records).toHaveLength(1)
  expect((await app.as.administrator('GET', '/favourites')).body.records).toEqual([])
  expect((await app.as.administrator('DELETE', `/favourites/${body.id as string}`)).status).toBe(404)
})

test.each(['https://gx.invalid/', '//gx.invalid', '/\\gx.invalid', 'javascript:alert(1)', 'o/leads'])(
  'a favourite leads to a page of ours, not to %s',
  async (address) => {
    const answer = await app.as.salesperson('POST', '/favourites', { name: '别处', address })
    expect([answer.status, answer.body.errors[0].field, answer.body.errors[0].code]).toEqual([422, 'address', 'not-page'])
  },
)
