import { expect, test } from 'vitest'
import { allocated } from './proposal.ts'

const yuan = (amount: string) => ({ amount, currency: 'CNY' })
const order = (id: string, amount: string, currency = 'CNY') => ({ id, number: id.toUpperCase(), unpaid: { amount, currency } })
const line = (id: string, amount: string) => ({ order: { id, title: id.toUpperCase() }, amount: yuan(amount) })

test('a receipt goes to the earliest due first, until it is used up', () => {
  const owed = [order('a', '100.10'), order('b', '0.20'), order('c', '50')]
  expect(allocated(yuan('120'), [], owed)).toEqual([line('a', '100.10'), line('b', '0.20'), line('c', '19.70')])
  expect(allocated(yuan('100.1'), [], owed)).toEqual([line('a', '100.10')])
  expect(allocated(yuan('1000'), [], owed)).toHaveLength(3)
})

test('what is allocated already stays, and counts', () => {
  const owed = [order('a', '100'), order('b', '100')]
  expect(allocated(yuan('150'), [line('a', '100')], owed)).toEqual([line('b', '50.00')])
  expect(allocated(yuan('100'), [line('a', '100')], owed)).toEqual([])
})

test('an order in another currency is left alone', () => {
  expect(allocated(yuan('100'), [], [order('a', '10', 'USD'), order('b', '10')])).toEqual([line('b', '10.00')])
})
