import fc from 'fast-check'
import { Decimal } from 'decimal.js'
import { expect, test } from 'vitest'
import { canonical, compare, dusted, fromNumber, grouped, padded, rounded, shifted, unscientific, added } from './decimal.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
  .map(([n, places]) => new Decimal(n.toString()).div(new Decimal(10).pow(places)).toFixed())

test.each([
  ['+007.50', '7.5'],
  ['-0', '0'],
  ['-0.00', '0'],
  ['000', '0'],
  ['100', '100'],
  ['0.10', '0.1'],
])('%s is %s', (text, plain) => expect(canonical(text)).toBe(plain))

test.each(['', ' 1', '1.', '.5', '1e5', 'NaN', 'Infinity', '0x1', '1,000', '１', '--1'])('%j is no number', (text) =>
  expect(canonical(text)).toBeNull(),
)

test('numbers of JSON keep fifteen digits', () => {
  expect(fromNumber(0.1)).toBe('0.1')
  expect(fromNumber(123456789012345)).toBe('123456789012345')
  expect(fromNumber(0.1 + 0.2)).toBeNull()
  expect(fromNumber(2 ** 60)).toBeNull()
  expect(fromNumber(Number.NaN)).toBeNull()
})

test('comparing, rounding and shifting agree with decimal.js', () => {
  const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP })
  fc.assert(
    fc.property(decimal, decimal, fc.integer({ min: 0, max: 8 }), (a, b, places) => {
      expect(Math.sign(compare(a, b)) + 0).toBe(new Exact(a).comparedTo(b) + 0)
      expect(new Exact(rounded(a, places)).equals(new Exact(a).toDecimalPlaces(places))).toBe(true)
      expect(shifted(a, places - 4)).toBe(new Exact(a).times(new Exact(10).pow(places - 4)).toFixed())
    }),
  )
})

test('what spreadsheets make of numbers', () => {
  expect(unscientific('1.5E+3')).toEqual({ number: '1500' })
  expect(unscientific('1.3800138000E10')).toEqual({ number: '13800138000' })
  expect(unscientific('1.38E+10')).toEqual({ lost: true })
  expect(unscientific('2.5e-3')).toEqual({ number: '0.0025' })
  expect(unscientific('12E3')).toBeNull()
  expect(dusted('0.30000000000000004')).toBe('0.3')
  expect(dusted('1234.5000000000002')).toBe('1234.5')
  expect(dusted('12345678901234567890')).toBe('12345678901234567890')
})

test('amounts are added without losing a cent', () => {
  expect(added(['0.1', '0.2'])).toBe('0.3')
  expect(added(['1.50', '-2'])).toBe('-0.5')
  expect(added(['999999999999999999.99', '0.01'])).toBe('1000000000000000000')
  expect(added([])).toBe('0')
})

test('shown with decimals and thousands', () => {
  expect(padded('1234.5', 2)).toBe('1234.50')
  expect(padded('0', 2)).toBe('0.00')
  expect(padded('1.234', 2)).toBe('1.234')
  expect(grouped('-1234567.50')).toBe('-1,234,567.50')
})
