/** Search in a table of 10,000 rows, where how much is looked at is bounded, beside a judge that reads all names. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firmName, loadAccounts } from '../bench/firm.ts'
import { read } from '../src/engine/house.ts'
import { bestOfMany } from '../src/engine/store/search-many.ts'
import { soughtBy } from '../src/engine/store/search-sql.ts'
import { largeTables } from '../src/engine/store/sizes.ts'
import { id, sql, table } from '../src/engine/store/sql.ts'
import { initials } from '../src/lib/pinyin.ts'
import { type App, type Who, startApp } from './support/app.ts'

const count = 10_000
let app: App
let owners: string[]

beforeAll(async () => {
  app = await startApp()
  owners = [app.users.salesperson, app.users.other, app.users.other, app.users.other]
  await loadAccounts(app.house, await app.principal('administrator'), owners, count)
})
afterAll(() => app.stop())

type Firm = { name: string; phone: string; owner: string }
/** Newest first, as they were laid. */
const firms = (): Firm[] =>
  Array.from({ length: count }, (_, i) => ({ name: firmName(i), phone: `1${3_000_000_000 + i}`, owner: owners[i % owners.length]! }))

const seenBy: Record<Who, () => string[]> = {
  administrator: () => owners,
  manager: () => [app.users.salesperson, app.users.manager],
  salesperson: () => [app.users.salesperson],
  other: () => [app.users.other],
}

const bare = (name: string) => name.replace(/有限公司\d*$/, '')
/** Typed → whether a firm is meant. */
const meant: [string, (firm: Firm) => boolean][] = [
  ['华兴', ({ name }) => name.includes('华兴')],
  ['精密', ({ name }) => name.includes('精密')],
  ['苏', ({ name }) => name.includes('苏')],
  ['兴华', ({ name }) => name.includes('兴华')],
  ['苏州华兴精密机械有限公司', ({ name }) => name.startsWith('苏州华兴精密机械')],
  ['szhx', ({ name }) => initials(bare(name)).includes('szhx')],
  ['jmjx', ({ name }) => initials(bare(name)).includes('jmjx')],
  ['hxj', ({ name }) => initials(bare(name)).includes('hxj')],
  ['qqqq', () => false],
  ['huaxingjingmi', ({ name }) => name.includes('华兴精密')],
  ['7219', ({ name, phone }) => `${name} ${phone}`.includes('7219')],
  ['007219', ({ phone }) => phone.includes('007219')],
  ['13000007219', ({ phone }) => phone === '13000007219'],
  ['华兴 7219', ({ name, phone }) => name.includes('华兴') && `${name} ${phone}`.includes('7219')],
]

test('the table is one that is read with care', async () => {
  const large = await read(app.house, await app.principal('administrator'), (reading) =>
    largeTables(reading.run, reading.principal.workspace.schema, ['o_account', 'o_lead']),
  )
  expect([...large.keys()]).toEqual(['o_account'])
})

for (const who of Object.keys(seenBy) as Who[])
  test.each(meant)(`${who} finds by %s what he may see, newest first`, async (typed, means) => {
    const { body } = await app.as[who]('GET', `/search?q=${encodeURIComponent(typed)}&object=accounts`)
    const found: string[] = body.records.map(({ title }: { title: string }) => title)
    const all = firms().filter((firm) => means(firm) && seenBy[who]().includes(firm.owner))
    expect(found).toHaveLength(Math.min(20, all.length))
    const rank = (name: string) => (name === typed ? 3 : name.startsWith(typed) ? 2 : name.includes(typed) ? 1 : 0)
    const expected = all.map(({ name }) => name).toSorted((a, b) => rank(b) - rank(a))
    const sorted = expected.map((name) => rank(name))
    expect(found.map(rank)).toEqual(sorted.slice(0, found.length))
    if (sorted[0] === sorted.at(-1)) expect(found).toEqual(expected.slice(0, found.length))
    else expect(expected).toEqual(expect.arrayContaining(found))
  })

test.each(meant)('taken for a table of a million, it goes another way and finds by %s the same', async (typed, means) => {
  const rows = await read(app.house, await app.principal('administrator'), async (reading) => {
    const from = table(reading.principal.workspace.schema, 'o_account')
    const title = (alias: string) => sql`${id(alias)}.f_name`
    const hunt = { ...soughtBy(typed)!, from, rows: 1_000_000, title, columns: ['f_name'] }
    const hits = bestOfMany(hunt, { all: true })
    expect(hits.text).toContain('"further"')
    return (await reading.run<{ name: string }>(sql`select distinct t.f_name as name from (${hits}) h join ${from} t using (id)`)).rows
  })
  const all = firms().filter(means)
  expect(rows.length).toBeGreaterThanOrEqual(Math.min(20, all.length))
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(rows.map(({ name }) => name)))
})

test('where more are meant than are looked at, the best of the newest are shown', async () => {
  const { body } = await app.as.administrator('GET', `/search?q=${encodeURIComponent('机械')}`)
  expect(body.records).toHaveLength(20)
  expect(body.records.every(({ title }: { title: string }) => title.includes('机械'))).toBe(true)
})
