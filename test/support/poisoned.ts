/** A firm in which every text of every object is one of the payloads: in record i, field j has the payload i + j. */
import { expect } from 'vitest'
import type { ObjectShape } from '../../src/lib/wire.ts'
import type { App } from './app.ts'
import { password } from './app.ts'
import { ofType, payloads } from './payloads.ts'

export type Poisoned = { shapes: ObjectShape[]; ids: Record<string, string[]> }

/** Made as the administrator: everything that can be made, as many of each as there are payloads. */
export async function poison(app: App): Promise<Poisoned> {
  const call = app.as.administrator
  const shapes = (await call('GET', '/schema')).body.objects as ObjectShape[]
  const ids: Record<string, string[]> = {}
  const pick = (object: string, i: number) => ids[object]![i % ids[object]!.length]!
  const texts = (name: string, i: number) => {
    const fields = shapes.find((each) => each.name === name)!.fields.filter((field) => field.access === 'write')
    return Object.fromEntries(
      fields.flatMap((field, j) => {
        const open = ['text', 'longText'].includes(field.type) || (field.type === 'choice' && field.options.open === true)
        const value = open ? payloads[(i + j) % payloads.length]! : ofType[field.type]
        return value === undefined ? [] : [[field.name, field.options.many === true ? [value] : value]]
      }),
    )
  }
  const lines = (name: string, i: number) => [0, 1].map((at) => ({ ...texts(name, i + at), quantity: '1', price: '100' }))
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const step = { nextStepAt: day }
  const make: [string, (i: number) => Record<string, unknown>][] = [
    ['department', (i) => texts('department', i)],
    ['product', (i) => texts('product', i)],
    ['account', (i) => ({ ...texts('account', i), ...step, nextStep: payloads[i] })],
    ['contact', (i) => ({ ...texts('contact', i), account: pick('account', i) })],
    ['lead', (i) => texts('lead', i)],
    ['opportunity', (i) => ({ ...texts('opportunity', i), account: pick('account', 0), ...step, nextStep: payloads[i] })],
    ['quote', (i) => ({ ...texts('quote', i), account: pick('account', i), contact: pick('contact', i), lines: lines('quoteLine', i) })],
    ['order', (i) => ({ ...texts('order', i), account: pick('account', i), lines: lines('orderLine', i) })],
    ['payment', (i) => ({ ...texts('payment', i), account: pick('account', i), amount: '10', receivedOn: '2026-03-01' })],
    ['activity', (i) => ({ ...texts('activity', i), kind: 'note', account: pick('account', i % 2), nextStep: null })],
    ['savedView', (i) => ({ ...texts('savedView', i), of: ['account', 'lead'][i % 2], look: '{"tab":"all"}' })],
    ['favourite', (i) => ({ ...texts('favourite', i), address: i % 2 ? `/o/accounts/${pick('account', i)}` : '/o/leads?q=%3Cgxm%3E' })],
  ]
  for (const [name, values] of make) {
    const shape = shapes.find((each) => each.name === name)!
    const { status, body } = await call('POST', `/${shape.path}/batch`, { create: payloads.map((_, i) => values(i)) })
    expect([name, status, body.detail]).toEqual([name, 200, undefined])
    ids[name] = (body.records as { id: string }[]).map(({ id }) => id)
  }
  const firm = await call('POST', '/firms', { ...texts('firm', 0), name: payloads[0] })
  expect(firm.status, JSON.stringify(firm.body)).toBe(201)
  ids.firm = [firm.body.id]
  const people = payloads.slice(0, 6).map((name, i) => ({ name, email: `p${i}@firm.test`, password, department: pick('department', i) }))
  const hired = await call('POST', '/colleagues', { people })
  expect(hired.status, JSON.stringify(hired.body)).toBe(201)
  ids.user = hired.body.ids
  return { shapes, ids }
}
