import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, type Who, startApp } from './support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

async function upload(who: Who, object: string, name: string, content: Uint8Array<ArrayBuffer>) {
  const form = new FormData()
  form.set('object', object)
  form.set('file', new Blob([content]), name)
  const answer = await fetch(`${app.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys[who]}` },
    body: form,
  })
  return { status: answer.status, body: await answer.json() }
}

async function until(who: Who, id: string, state: string) {
  for (;;) {
    const { body } = await app.as[who]('GET', `/imports/${id}`)
    if (body.state === state || body.state === 'failed') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const cards = path.join(import.meta.dirname, '../../shared/data/import/exhibition-cards.gbk.csv')

test.skipIf(!existsSync(cards))(
  'eighty name cards: five bad rows and three twins are seen, two mended, the rest imported and taken back',
  async () => {
    const made = await upload('salesperson', 'leads', '名片.csv', new Uint8Array(readFileSync(cards)))
    expect(made).toMatchObject({ status: 201, body: { kind: 'csv', encoding: 'gb18030', total: 80, state: 'uploaded' } })
    expect(made.body.mapping).toMatchObject({
      姓名: 'name',
      公司名称: 'company',
      手机: 'mobile',
      电话: 'phone',
      邮箱: 'email',
      城市: 'region',
      备注: 'note',
    })
    const { id } = made.body
    expect((await app.as.salesperson('POST', `/imports/${id}/check`)).status).toBe(202)
    expect(await until('salesperson', id, 'checked')).toMatchObject({
      state: 'checked',
      counts: { create: 72, update: 0, fail: 5, twins: 3 },
    })
    const { body } = await app.as.salesperson('GET', `/imports/${id}/problems`)
    expect(body.records.filter((each: { twin?: object }) => !each.twin).map((each: { row: number }) => each.row)).toEqual([
      12, 24, 38, 52, 67,
    ])
    expect(
      body.records
        .filter((each: { twin?: object }) => each.twin)
        .map((each: { row: number; twin: { row: number } }) => [each.row, each.twin.row]),
    ).toEqual([
      [71, 4],
      [72, 9],
      [73, 16],
    ])
    const mended = await app.as.salesperson('PATCH', `/imports/${id}/rows/12`, { values: { 手机: '13800138012' } })
    expect(mended.body).toMatchObject({ row: 12, problems: [], counts: { create: 73, fail: 4 } })
    await app.as.salesperson('PATCH', `/imports/${id}/rows/24`, { values: { 邮箱: 'gao@firm.test' } })
    expect((await app.as.salesperson('POST', `/imports/${id}/run`)).status).toBe(202)
    const done = await until('salesperson', id, 'done')
    expect(done).toMatchObject({ created: 74, failed: 3, skipped: 3, updated: 0 })
    const list = await app.as.salesperson('GET', '/leads?count=exact&limit=1')
    expect(list.body.count.value).toBe(74)
    const failed = await app.as.salesperson('GET', `/imports/${id}/failed.csv`)
    expect(failed.body.trim().split('\r\n')).toHaveLength(4)
    const undone = await app.as.salesperson('POST', `/changesets/${done.changeset}/undo`, {})
    expect(undone.body).toMatchObject({ reverted: 74, refused: [] })
    expect((await app.as.salesperson('GET', '/leads?count=exact&limit=1')).body.count.value).toBe(0)
  },
)
