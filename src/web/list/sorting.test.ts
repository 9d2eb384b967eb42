import { expect, test } from 'vitest'
import { readList } from './address.ts'
import { directionOf, sortedBy } from './sorting.ts'

test('a click on a header sorts by it alone, with Shift after what was sorted before', () => {
  expect(sortedBy(undefined, 'name', 'up', false)).toBe('name')
  expect(sortedBy('name', 'name', 'down', false)).toBe('-name')
  expect(sortedBy('-name', 'amount', 'up', true)).toBe('-name,amount')
  expect(sortedBy('-name,amount', 'amount', 'down', true)).toBe('-name,-amount')
  expect(sortedBy('-name', 'name', null, false)).toBeUndefined()
  expect(directionOf('-name,amount', 'name')).toBe('down')
  expect(directionOf('-name,amount', 'amount')).toBe('up')
  expect(directionOf('-name,amount', 'nam')).toBeNull()
})

test('the address of a list keeps what it shows and nothing else', () => {
  expect(readList({ tab: 'mine', sort: '-name', q: '恒力', open: '1', filter: { field: 'a', op: 'eq' }, more: 1 })).toEqual({
    tab: 'mine',
    sort: '-name',
    q: '恒力',
    open: '1',
    filter: { field: 'a', op: 'eq' },
  })
  expect(readList({ tab: '', q: {}, filter: 'x' })).toEqual({})
})
