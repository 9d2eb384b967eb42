/** A field is one line in its object's definition: table, API, list, form, filter, import and OpenAPI follow at the next start. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { register } from '../src/engine/module.ts'
import { text } from '../src/fields/index.ts'
import { openHouse } from '../src/house.ts'
import { modules } from '../src/modules/index.ts'
import { serve } from '../src/server.ts'
import { type App, startApp } from './support/app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

function withOneLineMore() {
  const registry = register(modules)
  const lead = registry.objects.find((object) => object.name === 'lead')!
  const grown = {
    ...lead,
    fields: { ...lead.fields, booth: text({ label: { zh: '展位号', en: 'Booth' } }) }, // the line
    views: { ...lead.views, list: [...lead.views.list, 'booth'], form: [...lead.views.form, 'booth'] },
  }
  return { ...registry, objects: registry.objects.map((object) => (object === lead ? grown : object)) }
}

test('a field added in one line stands everywhere, in a workspace that was there before', async () => {
  const old = (await app.as.salesperson('POST', '/leads', { name: '老线索' })).body.id
  expect((await app.as.salesperson('PATCH', `/leads/${old}`, { booth: 'A1' })).body.errors).toMatchObject([
    { field: 'booth', code: 'unknown-field' },
  ])
  const house = await openHouse(app.fresh.database, app.house.files, withOneLineMore())
  const server = serve(house, { url: 'http://127.0.0.1', log: 'error', dist: null })
  const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
    (
      await server.inject({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${app.keys.salesperson}` },
        ...(body ? { body } : {}),
      })
    ).json()
  try {
    expect(await call('PATCH', `/leads/${old}`, { booth: 'A1' })).toMatchObject({ booth: 'A1' })
    expect((await call('POST', '/leads/query', { filter: { field: 'booth', op: 'startsWith', value: 'A' } })).records).toMatchObject([
      { id: old },
    ])
    const shape = (await call('GET', '/schema')).objects.find((object: { name: string }) => object.name === 'lead')
    expect(shape.fields.find((field: { name: string }) => field.name === 'booth')).toMatchObject({
      type: 'text',
      access: 'write',
      label: { zh: '展位号' },
    })
    expect(shape.views.list).toContain('booth')
    expect(shape.views.form).toContain('booth')
    expect((await call('GET', '/openapi.json')).components.schemas['lead.create'].properties).toHaveProperty('booth')
    const template = await server.inject({
      url: '/api/v1/imports/template?object=leads',
      headers: { authorization: `Bearer ${app.keys.salesperson}` },
    })
    expect(template.body).toContain('展位号')
  } finally {
    await server.close()
  }
})
