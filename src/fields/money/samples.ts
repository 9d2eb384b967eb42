import type { Samples } from '../samples.ts'

export const samples: Samples = {
  options: [{}, { digits: 6 }, { min: 0 }],
  good: [
    { value: { amount: '1234.50', currency: 'CNY' } },
    { value: { amount: '1234.5', currency: 'USD' }, reads: { amount: '1234.50', currency: 'USD' } },
    { value: { amount: 12 }, reads: { amount: '12.00', currency: 'CNY' } },
    { value: '99.9', reads: { amount: '99.90', currency: 'CNY' } },
    { value: 0.1, reads: { amount: '0.10', currency: 'CNY' } },
    { value: { amount: '-5', currency: 'CNY' }, reads: { amount: '-5.00', currency: 'CNY' } },
    { value: { amount: '999999999999999999.99', currency: 'CNY' } },
  ],
  bad: [
    { value: { amount: '1.234', currency: 'CNY' }, code: 'too-precise' },
    { value: { amount: '1', currency: 'XXX' }, code: 'not-currency' },
    { value: { amount: '1', currency: 'cny' }, code: 'not-currency' },
    { value: { amount: '1', currency: 5 }, code: 'not-currency' },
    { value: { amount: 'NaN', currency: 'CNY' }, code: 'not-number' },
    { value: { amount: Number.POSITIVE_INFINITY }, code: 'not-number' },
    { value: { currency: 'CNY' }, code: 'not-number' },
    { value: { amount: '1', currency: 'CNY', base: '1' }, code: 'wrong-value' },
    { value: { amount: '1000000000000000000' }, code: 'too-big' },
    { value: [], code: 'not-number' },
    { value: true, code: 'not-number' },
  ],
  texts: [
    { text: '¥1,234.50', reads: { amount: '1234.50', currency: 'CNY' } },
    { text: '￥ 1,234', reads: { amount: '1234.00', currency: 'CNY' } },
    { text: '1,234.5元', reads: { amount: '1234.50', currency: 'CNY' } },
    { text: '１２３４元整', reads: { amount: '1234.00', currency: 'CNY' } },
    { text: '3.5万', reads: { amount: '35000.00', currency: 'CNY' } },
    { text: '3.5万元', reads: { amount: '35000.00', currency: 'CNY' } },
    { text: '1.2亿', reads: { amount: '120000000.00', currency: 'CNY' } },
    { text: '人民币50万', reads: { amount: '500000.00', currency: 'CNY' } },
    { text: '$99.90', reads: { amount: '99.90', currency: 'USD' } },
    { text: 'USD 1,234.50', reads: { amount: '1234.50', currency: 'USD' } },
    { text: '1234.5 eur', reads: { amount: '1234.50', currency: 'EUR' } },
    { text: '500美元', reads: { amount: '500.00', currency: 'USD' } },
    { text: '-¥5', reads: { amount: '-5.00', currency: 'CNY' } },
    { text: '(¥1,200.00)', reads: { amount: '-1200.00', currency: 'CNY' } },
    { text: '1,2,3', code: 'not-number' },
    { text: '12O0', code: 'letters-in-number' },
    { text: '100 XYZ', code: 'not-currency' },
    { text: '面议', code: 'not-number' },
    { text: '1.005', code: 'too-precise' },
  ],
}

export const variants: Samples[] = [
  {
    options: [{ digits: 6, min: 0 }],
    good: [
      { value: { amount: '0.123456', currency: 'CNY' } },
      { value: { amount: '0.120000', currency: 'CNY' }, reads: { amount: '0.12', currency: 'CNY' } },
    ],
    bad: [
      { value: { amount: '0.1234567', currency: 'CNY' }, code: 'too-precise' },
      { value: { amount: '-0.01', currency: 'CNY' }, code: 'too-small' },
    ],
    texts: [],
  },
]
