import { expect, test } from 'vitest'
import { allOf, partsOf, readFilter } from './filter.ts'

const a = { field: 'owner', op: 'me' }
const b = { field: 'level', op: 'in', value: ['key'] }

test('a filter falls into the parts that must all hold, and is put together again', () => {
  expect(partsOf(undefined)).toEqual([])
  expect(partsOf(a)).toEqual([a])
  expect(partsOf({ and: [a, b] })).toEqual([a, b])
  expect(partsOf({ or: [a, b] })).toEqual([{ or: [a, b] }])
  expect(allOf([])).toBeUndefined()
  expect(allOf([undefined, a])).toEqual(a)
  expect(allOf([{ and: [a, b] }, undefined, b])).toEqual({ and: [a, b, b] })
})

test('what an address holds is taken as a filter only if it could be one', () => {
  expect(readFilter({ and: [a, { not: b }] })).toEqual({ and: [a, { not: b }] })
  for (const wrong of [null, 'x', 7, {}, { field: 1, op: 'eq' }, { and: 'a' }, { or: [a, {}] }, { not: null }, [a]])
    expect(readFilter(wrong)).toBeUndefined()
})
