/** A list is written from the rows straight into text: it says what the same records say when they are read one by one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemo } from '../src/demo/load.ts'
import { read } from '../src/engine/house.ts'
import { type ListQuery, list, listText } from '../src/engine/list.ts'
import { define } from '../src/engine/workspace.ts'
import { samplesOf } from '../src/fields/all-samples.ts'
import { type App, type Who, startApp } from './support/app.ts'
import { name, part, path, plain, thing } from './support/thing.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
  const who = await app.principal('administrator')
  await loadDemo(app.house, who.workspace, who.user)
  await define(app.house, who, { objects: [thing, part] }, app.house.forget)
}, 120_000)
afterAll(() => app.stop())

async function both(who: Who, object: string, query: ListQuery): Promise<[unknown, unknown]> {
  const principal = await app.principal(who)
  return read(app.house, principal, async (at) => [
    JSON.parse(await listText(at, object, query)),
    JSON.parse(JSON.stringify(await list(at, object, query))),
  ])
}

test.each(['administrator', 'manager', 'salesperson', 'other'] as const)('every object, whole and in part, as %s', async (who) => {
  const { objects } = await app.house.catalogOf((await app.principal(who)).workspace)
  const { body } = await app.as[who]('GET', '/schema')
  let seen = 0
  for (const { name: object, fields } of body.objects as { name: string; fields: { name: string }[] }[]) {
    const some = fields.map((field) => field.name).filter((_, i) => i % 2)
    const queries: ListQuery[] = [{ limit: 200, count: 'exact' }, { limit: 7 }, { fields: [...some, ...some] }, { fields: [] }]
    const reference = [...objects.get(object)!.fields.values()].find((at) => at.type.target && fields.some((f) => f.name === at.name))
    if (reference) queries.push({ expand: [reference.name] })
    for (const query of queries) {
      const [text, records] = await both(who, object, query)
      expect(text, `${object} ${JSON.stringify(query)}`).toEqual(records)
      seen += (text as { records: unknown[] }).records.length
    }
  }
  expect(seen).toBeGreaterThan(who === 'administrator' ? 500 : 0)
})

test('a field of every type with the samples of each, and text that JSON has to escape', async () => {
  const kinds: Record<string, unknown>[] = []
  for (const [field, type] of Object.entries(plain)) {
    const answers = samplesOf[type]!.good.map(async ({ value }) =>
      app.as.administrator('POST', path, { title: `${field} "\\ 😀</script>`, [field]: value }),
    )
    expect((await Promise.all(answers)).filter(({ status }) => status === 201).length).toBeGreaterThan(0)
    const [text, records] = await both('administrator', name, { limit: 200 })
    expect(text).toEqual(records)
    kinds.push(...(records as { records: Record<string, unknown>[] }).records)
  }
  for (const field of Object.keys(plain)) expect([field, kinds.some((record) => record[field] !== null)]).toEqual([field, true])
  expect(kinds.some((record) => String(record.title).includes('"\\'))).toBe(true)
})
