import { expect, test } from 'vitest'
import { modules } from '../modules/index.ts'
import { buildCatalog } from './catalog.ts'
import { defineObject } from './definition.ts'
import { money, owner, states, text } from '../fields/index.ts'
import type { Refusal } from '../lib/errors.ts'
import { register } from './module.ts'
import type { Principal } from './principal.ts'
import { boardFor } from './schema-board.ts'

const registry = register(modules)
const label = { label: { zh: '阶段', en: 'Stage' } }
const stage = states({ open: { ...label, phase: 'open' } }, label)
const seller = registry.roles.find(({ name }) => name === 'salesperson')!

/** What somebody whose role says this of the fields is told. */
function told(fields: NonNullable<typeof seller.fields>) {
  const object = buildCatalog(registry).objects.get('opportunity')!
  return boardFor(object, { roles: [{ ...seller, fields }] } as unknown as Principal).board
}

test('what a reader may not know is not on his board, and what is masked is not added up', () => {
  expect(told({})).toMatchObject({ by: 'stage', sum: 'amount', second: 'weighted', marks: ['neglected', 'overdue'] })
  expect(told({ 'opportunity.amount': 'hidden', 'opportunity.weighted': 'masked', 'opportunity.account': 'hidden' })).toEqual({
    by: 'stage',
    card: [],
    day: 'closeOn',
    closedDay: 'closedOn',
    marks: ['neglected', 'overdue'],
  })
  expect(told({ 'opportunity.stage': 'hidden' })).toBeUndefined()
})

test('a board by what is no state, or that adds up words, is refused with its place', () => {
  const made = (board: NonNullable<Parameters<typeof defineObject>[1]['views']['board']>) => () =>
    buildCatalog(registry, [
      defineObject('machine', {
        ...label,
        title: 'name',
        own: true,
        fields: { name: text(label), stage, price: money(label), owner: owner(label) },
        views: { list: ['name'], form: ['name'], board },
        access: { owner: 'owner' },
      }),
    ])
  const problems = (board: Parameters<typeof made>[0]) => {
    try {
      made(board)()
      return []
    } catch (error) {
      return (error as Refusal).errors.map(({ field }) => field)
    }
  }
  expect(problems({ by: 'stage', sum: 'price' })).toEqual([])
  expect(problems({ by: 'name' })).toEqual(['views.board.by'])
  expect(problems({ by: 'stage', sum: 'name', day: 'price', marks: ['stage'], card: ['nobody'] })).toEqual([
    'views.board.sum',
    'views.board.day',
    'views.board.marks',
    'views.board.card',
  ])
})
