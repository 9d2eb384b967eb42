import { existsSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'
import { csvOf, reached, upload } from '../../../test/support/imports.ts'
import { readImport } from './imports.ts'
import { fileOf } from './store.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

const rows = [['姓名', '手机'], ['何丽玲', '13912345678'], ['赵强', '13912345679']] // prettier-ignore
const checked = async () => {
  const id = await upload(app.url, app.keys.salesperson, 'leads', csvOf(rows))
  await app.as.salesperson('POST', `/imports/${id}/check`)
  await reached(app, 'salesperson', id, 'checked')
  return id
}
const ask = (method: string, path: string, body?: object) => app.as.salesperson(method, `/imports/${path}`, body)

test('a row that was left out is seen among those, and taken in again', async () => {
  const id = await checked()
  expect((await ask('PATCH', `${id}/rows/2`, { skip: true })).body.counts).toMatchObject({ create: 1, skip: 1 })
  const skipped = (await ask('GET', `${id}/problems?kind=skip`)).body.records
  expect(skipped).toEqual([expect.objectContaining({ row: 2, code: 'row-skipped', cells: { 姓名: '赵强', 手机: '13912345679' } })])
  // Where problems are asked for it does not stand in the way.
  expect((await ask('GET', `${id}/problems`)).body.records).toEqual([])
  expect((await ask('PATCH', `${id}/rows/2`, { skip: false })).body.counts).toMatchObject({ create: 2, skip: 0 })
  expect((await ask('GET', `${id}/problems?kind=skip`)).body.records).toEqual([])
  expect((await ask('GET', `${id}/problems?kind=other`)).status).toBe(400)
})

test('a file that was not imported is dropped by who brought it, from the disk too', async () => {
  const id = await checked()
  const path = fileOf(app.house, await readImport(app.house, await app.principal('salesperson'), id))
  expect(existsSync(path)).toBe(true)
  expect((await app.as.other('DELETE', `/imports/${id}`)).status).toBe(404)
  expect((await ask('DELETE', id)).status).toBe(204)
  expect((await ask('GET', id)).status).toBe(404)
  expect(existsSync(path)).toBe(false)
})

test('a file that the server has lost is told of in words, at each step', async () => {
  const id = await checked()
  rmSync(fileOf(app.house, await readImport(app.house, await app.principal('salesperson'), id)))
  for (const [path, body] of [
    [id, { headerRow: 0 }],
    [`${id}/rows/1`, { skip: true }],
  ] as const) {
    // prettier-ignore
    const answer = await ask('PATCH', path, body)
    expect([path, answer.status, answer.body.detail]).toEqual([path, 404, '要导入的文件已不在服务器上，请重新上传'])
  }
  expect((await ask('POST', `${id}/check`)).status).toBe(202)
  await expect.poll(async () => (await ask('GET', id)).body.error, { timeout: 20_000 }).toBe('要导入的文件已不在服务器上，请重新上传')
  expect((await ask('DELETE', id)).status).toBe(204)
})

test('what was imported is not dropped but taken back', async () => {
  const id = await checked()
  await ask('POST', `${id}/run`)
  await reached(app, 'salesperson', id, 'done')
  expect((await ask('DELETE', id)).status).toBe(422)
  expect((await ask('GET', id)).status).toBe(200)
})
