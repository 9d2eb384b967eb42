import { expect, test } from 'vitest'
import type { Offer } from '../../lib/wire.ts'
import { choose, chosenAtFirst } from './choices.ts'

const offer = (id: string, sure: boolean, account?: string): Offer => ({
  id,
  title: id.toUpperCase(),
  subtitle: '',
  reason: '',
  sure,
  with: account ? { account: { id: account, title: account.toUpperCase() } } : {},
})
const ref = (id: string) => ({ id, title: id.toUpperCase() })
const offered = {
  account: [offer('firm', true), offer('other', false)],
  contact: [offer('wang', true, 'firm'), offer('li', false, 'other')],
}

test('who is beyond doubt is chosen at first, with his customer', () => {
  expect(chosenAtFirst(offered)).toEqual({ account: ref('firm'), contact: ref('wang') })
  expect(chosenAtFirst({ account: [offer('firm', false)], contact: [offer('li', true, 'other')] })).toEqual({
    account: ref('other'),
    contact: ref('li'),
  })
  expect(chosenAtFirst({ account: [offer('firm', false)], contact: [] })).toEqual({})
})
test('another customer: his contact gives way, and comes back with him', () => {
  const first = chosenAtFirst(offered)
  const other = choose(offered, first, 'account', ref('other'))
  expect(other).toEqual({ account: ref('other'), contact: null })
  expect(choose(offered, other, 'account', ref('firm'))).toEqual(first)
  expect(choose(offered, first, 'account', null)).toEqual({ account: null, contact: null })
})
test('a contact brings his customer', () => {
  expect(choose(offered, {}, 'contact', ref('li'))).toEqual({ account: ref('other'), contact: ref('li') })
})
