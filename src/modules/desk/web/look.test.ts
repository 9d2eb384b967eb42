import { expect, test } from 'vitest'
import { lookOf, readLook } from './look.ts'

test('a view keeps what is asked and how it stands, not what is open', () => {
  const address = { tab: 'all', sort: '-name', group: 'status', at: ['new'] as [string], open: 'x', saved: 'y', new: true as const }
  const look = lookOf(address, ['name', 'owner'])
  expect(readLook(look)).toEqual({ tab: 'all', sort: '-name', group: 'status', columns: ['name', 'owner'] })
  expect(lookOf({ ...readLook(look), saved: 'y' }, ['other'])).toBe(look)
})

test.each(['', 'null', '{"filter":7}', '[1]', '{"columns":"name"}'])('a look that cannot be read, %j, is an ordinary list', (text) =>
  expect(readLook(text)).toEqual({}),
)
