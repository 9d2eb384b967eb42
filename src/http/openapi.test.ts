import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../test/support/app.ts'
import { dealsRegistry } from '../../test/support/deals.ts'
import { text } from '../fields/index.ts'
import { define } from '../engine/workspace.ts'

type Operation = { operationId: string }
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; parameters: Record<string, unknown>; responses: Record<string, unknown> }
}

let app: App
let document: Document
beforeAll(async () => {
  app = await startApp()
  document = (await app.as.administrator('GET', '/openapi.json')).body
})
afterAll(() => app.stop())

const operations = (of: Document) => Object.values(of.paths).flatMap((methods) => Object.values(methods))

test('every schema of it compiles, every reference leads somewhere, every operation has a name of its own', () => {
  const ajv = addFormats.default(new Ajv2020.default({ strict: true, strictRequired: false, strictTypes: false }))
  ajv.addVocabulary(['openapi', 'info', 'jsonSchemaDialect', 'servers', 'security', 'paths', 'components', 'x-open', 'x-ref'])
  ajv.addSchema(document, 'api')
  for (const name of Object.keys(document.components.schemas))
    expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow()
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
  expect(refs.length).toBeGreaterThan(100)
  for (const [, kind, name] of refs) expect(document.components[kind as 'schemas'], name).toHaveProperty([name!])
  const ids = operations(document).map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a hidden field is nowhere in it, a masked one is text, one’s own is there once it is made', async () => {
  const deals = await startApp(dealsRegistry)
  try {
    const all = (await deals.as.administrator('GET', '/openapi.json')).body as Document
    const his = (await deals.as.salesperson('GET', '/openapi.json')).body as Document
    expect(JSON.stringify(all)).toContain('"cost"')
    expect(JSON.stringify(his)).not.toMatch(/"(cost|secret)"/)
    expect(his.components.schemas.deal).toMatchObject({ properties: { mobile: { type: ['string', 'null'], description: 'masked' } } })
    expect(his.components.schemas['deal.create']).not.toHaveProperty('properties.mobile')
    await define(
      deals.house,
      await deals.principal('administrator'),
      { fields: [{ of: 'deal', name: 'batchNumber', field: text({ label: { zh: '批号', en: 'Batch' }, required: true }) }] },
      deals.house.forget,
    )
    const grown = (await deals.as.administrator('GET', '/openapi.json')).body as Document
    expect(grown.components.schemas['deal.create']).toMatchObject({
      required: ['batchNumber'],
      properties: { batchNumber: { type: 'string' } },
    })
    expect(grown.components.schemas.deal).toMatchObject({ properties: { batchNumber: { type: ['string', 'null'] } } })
  } finally {
    await deals.stop()
  }
})
