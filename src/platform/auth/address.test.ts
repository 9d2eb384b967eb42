import { expect, test } from 'vitest'
import { networkOf } from './address.ts'

test('an IPv4 address counts as itself, however it is written', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('::ffff:cb00:7107')).toBe('203.0.113.7')
  expect(networkOf('0:0:0:0:0:FFFF:203.0.113.7')).toBe('203.0.113.7')
})

test('IPv6 neighbours in one /64 count as one, the next /64 as another', () => {
  expect(networkOf('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('2001:db8::')).toBe('2001:db8:0:0::/64')
})

test('what is no address shares one count', () => {
  expect(networkOf('example.com')).toBe('unknown')
  expect(networkOf('')).toBe('unknown')
})
