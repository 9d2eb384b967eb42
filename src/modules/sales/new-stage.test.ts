/** A stage is added to the definition, and nothing else: a deal goes through it and is won. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type App } from '../../../test/support/app.ts'
import { register } from '../../engine/module.ts'
import { modules } from '../index.ts'
import { opportunity } from './opportunity.ts'

const withTrial = () => {
  const stage = opportunity.fields.stage as typeof opportunity.fields.stage & { states: Record<string, object> }
  const { qualify, propose, ...others } = stage.states
  const trial = { label: { zh: '试用', en: 'Trial' }, phase: 'open', probability: 50 }
  const grown = { ...opportunity, fields: { ...opportunity.fields, stage: { ...stage, states: { qualify, propose, trial, ...others } } } }
  return register(
    modules.map((module) => ({ ...module, objects: module.objects?.map((object) => (object === opportunity ? grown : object)) })),
  )
}

let app: App
beforeAll(async () => {
  app = await startApp(withTrial())
})
afterAll(() => app.stop())

test('a deal is moved into the new stage, takes its chance, stands in its column and is won from it', async () => {
  const call = app.as.salesperson
  const account = (await call('POST', '/accounts', { name: '无锡瑞达精密' })).body.id
  const { id } = (await call('POST', '/opportunities', { name: '试用一台', account, amount: '80000' })).body
  const moved = await call('PATCH', `/opportunities/${id}`, { stage: 'trial' })
  expect(moved.body).toMatchObject({ stage: 'trial', probability: '50', weighted: { amount: '40000.00' } })
  const { body } = await call('POST', '/opportunities/aggregate', {
    groupBy: [{ field: 'stage' }],
    measures: [{ as: 'count', fn: 'count' }],
  })
  expect(body.groups).toEqual([{ key: { stage: 'trial' }, values: { count: '1' } }])
  const object = (await call('GET', '/schema')).body.objects.find(({ name }: { name: string }) => name === 'opportunity')
  const stage = object.fields.find(({ name }: { name: string }) => name === 'stage')
  expect(Object.keys(stage.options.states)).toEqual(['qualify', 'propose', 'trial', 'negotiate', 'won', 'lost'])
  expect((await call('POST', `/opportunities/${id}/win`, {})).status).toBe(200)
  expect((await call('GET', `/opportunities/${id}`)).body).toMatchObject({ stage: 'won', probability: '100' })
})
