/** What the customer got is found again, whatever the letterhead says later. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../../test/support/app.ts'
import { bare, pagesOf } from '../../../test/support/pdf.ts'
import { sql, table } from '../../engine/store/sql.ts'
import { paperTasks } from '../../platform/pdf/keep.ts'
import { openPress } from '../../platform/pdf/press.ts'

let app: App
let firm: string
let account: string
beforeAll(async () => {
  app = await startApp()
  firm = (await app.as.administrator('POST', '/firms', { name: '苏州恒力机械', address: '工业园区 1 号' })).body.id
  account = (await call('POST', '/accounts', { name: '宁波宏诚自动化' })).body.id
})
afterAll(() => app.stop())

const call = (method: string, path: string, body?: unknown) => app.as.salesperson(method, path, body)
const newQuote = async () =>
  (await call('POST', '/quotes', { account, lines: [{ description: '车床', quantity: '2', price: '45000' }] })).body
type File = { id: string; name: string; type: string }
const kept = async (id: string): Promise<File[]> => (await call('GET', `/quotes/${id}`)).body.sentPapers ?? []
async function bytesOf({ id }: File): Promise<Buffer> {
  const answer = await fetch(`${app.url}/api/v1/files/${id}`, { headers: { authorization: `Bearer ${app.keys.salesperson}` } })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

test('sending keeps the paper as it was sent; a later letterhead stands only on what is printed later', async () => {
  const quote = await newQuote()
  expect(await kept(quote.id)).toEqual([])
  expect((await call('POST', `/quotes/${quote.id}/send`, {})).status).toBe(200)
  await expect.poll(async () => (await kept(quote.id)).length, { timeout: 20_000 }).toBe(1)
  expect((await app.as.administrator('PATCH', `/firms/${firm}`, { name: '恒力智能装备' })).status).toBe(200)
  const [file] = await kept(quote.id)
  expect(file).toMatchObject({ name: `报价单 ${quote.number} 宁波宏诚自动化.pdf`, type: 'application/pdf' })
  const printed = bare((await pagesOf(await bytesOf(file!))).join())
  for (const word of ['苏州恒力机械', quote.number, '90,000']) expect(printed).toContain(bare(word))
  expect(printed).not.toContain('草稿')
  expect((await call('GET', `/quotes/${quote.id}/document`)).body.firm.name).toBe('恒力智能装备')
  const revised = (await call('POST', `/quotes/${quote.id}/revise`, {})).body.quote
  expect(await kept(revised)).toEqual([])
  expect(await kept(quote.id)).toHaveLength(1)
})

test('it is written by nobody, and kept in the language that was asked for', async () => {
  const quote = await newQuote()
  await call('POST', `/quotes/${quote.id}/send`, { language: 'en' })
  await expect.poll(async () => (await kept(quote.id)).length, { timeout: 20_000 }).toBe(1)
  expect((await pagesOf(await bytesOf((await kept(quote.id))[0]!))).join()).toContain('Quotation')
  const { status, body } = await call('PATCH', `/quotes/${quote.id}`, { sentPapers: [] })
  expect([status, body.errors?.[0]?.code]).toEqual([422, 'read-only'])
})

test('a job that comes twice keeps one', async () => {
  const quote = await newQuote()
  const { workspace, house } = app
  const press = openPress()
  const sheet = (await call('GET', `/quotes/${quote.id}/document`)).body
  const payload = { object: 'quote', record: quote.id, field: 'sentPapers', file: '01900000-0000-7000-8000-000000000001', user: app.users.salesperson, sheet } // prettier-ignore
  const place = (await app.principal('salesperson')).workspace
  for (let i = 0; i < 2; i++)
    await paperTasks(press)['paper.keep']!(payload, { workspace: place, house, signal: new AbortController().signal })
  press.close()
  expect(await kept(quote.id)).toHaveLength(1)
  const { rows } = await house
    .databaseOf(place)
    .as(place.role, (run) => run(sql`select 1 from ${table(workspace.schema, 'file')} where id = ${payload.file}`))
  expect(rows).toHaveLength(1)
})
