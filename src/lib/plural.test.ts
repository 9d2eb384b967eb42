import { expect, test } from 'vitest'
import { pluralOf } from './plural.ts'

test('one becomes many as English writes it', () => {
  const many = { Opportunity: 'Opportunities', Quote: 'Quotes', 'Quote line': 'Quote lines', Box: 'Boxes', Batch: 'Batches', Key: 'Keys', Address: 'Addresses' } // prettier-ignore
  for (const [one, all] of Object.entries(many)) expect(pluralOf(one)).toBe(all)
})
test('a name that is not written in Latin letters stays as it is', () => {
  for (const name of ['合同', '设备 2', '']) expect(pluralOf(name)).toBe(name)
})
