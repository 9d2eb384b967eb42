/** What two people do at the same moment ends as if one had come after the other. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type App, startApp } from './support/app.ts'
import { readWorld } from './support/naive-rights.ts'
import { ask } from './support/rows.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const admin = (method: string, path: string, body?: unknown) => app.as.administrator(method, path, body)
const account = () => admin('POST', '/accounts', { name: '同时机械', owner: app.users.salesperson }).then(({ body }) => body.id as string)
const rounds = 12

/** References that lead nowhere, and stored anchors that are not what they would be if computed anew. */
async function broken(): Promise<string[]> {
  const { rows } = await readWorld(app, [])
  const of = (id: string | null | undefined) => rows.account.find((row) => row.id === id)
  const lost = rows.contact.filter((row) => row.f_account && !of(row.f_account)).map((row) => `${row.id} refers to nothing`)
  const stale = rows.contact
    .filter((row) => row.anchor_owner !== (of(row.f_account)?.f_owner ?? null))
    .map((row) => `${row.id} hangs on whom it hung on`)
  return [...lost, ...stale]
}

test('a customer is removed while contacts are made for him: either he stays or they are refused', async () => {
  for (let round = 0; round < rounds; round++) {
    const id = await account()
    const [gone, ...made] = await Promise.all([
      admin('DELETE', `/accounts/${id}`),
      ...Array.from({ length: 4 }, () => admin('POST', '/contacts', { name: '刚来', account: id })),
    ])
    const taken = made.filter(({ status }) => status === 201).length
    expect([gone.status, taken > 0]).toEqual([taken > 0 ? 409 : 200, taken > 0])
  }
  expect(await broken()).toEqual([])
})

test('a customer changes hands while contacts are made for him: they hang on the new owner', async () => {
  for (let round = 0; round < rounds; round++) {
    const id = await account()
    await Promise.all([
      admin('POST', `/accounts/${id}/assign`, { owner: app.users.other }),
      ...Array.from({ length: 4 }, () => admin('POST', '/contacts', { name: '换手', account: id })),
      admin('POST', `/accounts/${id}/assign`, { owner: app.users.manager }),
    ])
  }
  expect(await broken()).toEqual([])
})

test('contacts are hung elsewhere while that customer goes or changes hands', async () => {
  for (let round = 0; round < rounds; round++) {
    const [from, to] = [await account(), await account()]
    const contact = (await admin('POST', '/contacts', { name: '挪动', account: from })).body.id
    await Promise.all([
      admin('PATCH', `/contacts/${contact}`, { account: to }),
      admin(
        round % 2 ? 'DELETE' : 'POST',
        round % 2 ? `/accounts/${to}` : `/accounts/${to}/assign`,
        round % 2 ? undefined : { owner: app.users.other },
      ),
      admin('POST', `/accounts/${from}/assign`, { owner: app.users.manager }),
    ])
  }
  expect(await broken()).toEqual([])
})

test('an import of one is taken back while others build on it', async () => {
  for (let round = 0; round < rounds; round++) {
    const { body } = await admin('POST', '/accounts', { name: '撤销中机械', owner: app.users.salesperson })
    await Promise.all([
      admin('POST', `/changesets/${body.changeset}/undo`, {}),
      ...Array.from({ length: 4 }, () => admin('POST', '/contacts', { name: '正好', account: body.id })),
    ])
  }
  expect(await broken()).toEqual([])
})

test('sixteen take the same deed back: it is taken back once, and the others are told so', async () => {
  const create = Array.from({ length: 20 }, (_, i) => ({ name: `撤${i}` }))
  const { changeset } = (await admin('POST', '/leads/batch', { create })).body
  const answers = await Promise.all(Array.from({ length: 16 }, () => admin('POST', `/changesets/${changeset}/undo`, {})))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 15 }, () => 422)])
  const log = await ask(app, 'select id from $.changeset where undo_of = ?::uuid', [changeset])
  expect(log).toHaveLength(1)
  expect(await ask(app, `select id from $.o_lead where f_name like '撤%'`)).toEqual([])
})

test('sixteen remove the same record: one does, for the others it is gone', async () => {
  const { id } = (await admin('POST', '/leads', { name: '只删一次' })).body
  const answers: Answer[] = await Promise.all(Array.from({ length: 16 }, () => admin('DELETE', `/leads/${id}`)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 15 }, () => 404)])
  expect(await ask(app, `select op from $.change where record = ?::uuid order by version`, [id])).toEqual([{ op: 'c' }, { op: 'r' }])
})

test('sixteen write the next step of one lead: there is one task', async () => {
  const { id } = (await admin('POST', '/leads', { name: '下一步只有一个' })).body
  await Promise.all(Array.from({ length: 16 }, (_, i) => admin('PATCH', `/leads/${id}`, { nextStep: `第${i}个` })))
  expect(await ask(app, 'select id from $.o_activity where f_lead = ?::uuid', [id])).toHaveLength(1)
})

test('the next step that is written is the one that is shown', async () => {
  const { id } = (await admin('POST', '/leads', { name: '两个任务' })).body
  await admin('POST', '/activities', { kind: 'task', text: '没有日子', lead: id })
  await admin('POST', '/activities', { kind: 'task', text: '有日子', lead: id, dueAt: '2030-01-02' })
  const changed = await admin('PATCH', `/leads/${id}`, { nextStep: '改过的' })
  expect(changed.body).toMatchObject({ nextStep: '改过的', nextStepAt: '2030-01-02' })
})

test('a contact that is put where nobody is, past the house, is noticed (so the tests above see)', async () => {
  const id = await account()
  await admin('POST', '/contacts', { name: '见证', account: id })
  await ask(app, 'delete from $.o_account where id = ?::uuid', [id])
  expect((await broken()).length).toBeGreaterThanOrEqual(2)
})

test('follow-ups written at the same moment are all counted: the last contact is the latest of them', async () => {
  for (let round = 0; round < rounds; round++) {
    const id = await account()
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06']
    const at = (day: string) => `${day}T02:00:00.000Z`
    await Promise.all(days.map((day) => admin('POST', '/activities', { kind: 'call', text: day, account: id, doneAt: at(day) })))
    expect((await admin('GET', `/accounts/${id}`)).body.lastContactAt).toBe(at('2026-03-06'))
  }
})
