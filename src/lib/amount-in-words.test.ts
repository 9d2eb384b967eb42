import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountInWords } from './amount-in-words.ts'

test.each([
  ['1234.56', '壹仟贰佰叁拾肆元伍角陆分'],
  ['0', '零元整'],
  ['0.00', '零元整'],
  ['-0.00', '零元整'],
  ['0.05', '伍分'],
  ['0.50', '伍角整'],
  ['0.55', '伍角伍分'],
  ['1', '壹元整'],
  ['10.00', '壹拾元整'],
  ['11', '壹拾壹元整'],
  ['20.05', '贰拾元零伍分'],
  ['100.10', '壹佰元壹角整'],
  ['101', '壹佰零壹元整'],
  ['110', '壹佰壹拾元整'],
  ['1001', '壹仟零壹元整'],
  ['1010.01', '壹仟零壹拾元零壹分'],
  ['325.04', '叁佰贰拾伍元零肆分'],
  ['1409.50', '壹仟肆佰零玖元伍角整'],
  ['6007.14', '陆仟零柒元壹角肆分'],
  ['10010.10', '壹万零壹拾元壹角整'],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
  ['107000.53', '壹拾万柒仟元伍角叁分'],
  ['100000', '壹拾万元整'],
  ['100001', '壹拾万零壹元整'],
  ['1000001.05', '壹佰万零壹元零伍分'],
  ['10000000', '壹仟万元整'],
  ['100000000', '壹亿元整'],
  ['100000001', '壹亿零壹元整'],
  ['100010000', '壹亿零壹万元整'],
  ['110000000', '壹亿壹仟万元整'],
  ['1000100001', '壹拾亿零壹拾万零壹元整'],
  ['1000000000000', '壹万亿元整'],
  ['1000200000000', '壹万零贰亿元整'],
  ['10000000000000000', '壹亿亿元整'],
  ['123456789012345678', '壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾亿壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元整'],
  ['-88.80', '负捌拾捌元捌角整'],
])('%s is %s', (amount, words) => expect(amountInWords(amount, 'CNY', 'zh')).toBe(`人民币${words}`))

test.each([
  ['0.00', 'RMB Zero Only'],
  ['0.05', 'RMB Zero and 05/100 Only'],
  ['13', 'RMB Thirteen Only'],
  ['40.40', 'RMB Forty and 40/100 Only'],
  ['1234.56', 'RMB One Thousand Two Hundred Thirty-Four and 56/100 Only'],
  ['1000001.05', 'RMB One Million One and 05/100 Only'],
  ['100000000', 'RMB One Hundred Million Only'],
  ['999999999999999999', `RMB ${['Quadrillion', 'Trillion', 'Billion', 'Million', 'Thousand', ''].map((power) => `Nine Hundred Ninety-Nine ${power}`.trim()).join(' ')} Only`],
  ['-88.80', 'RMB Minus Eighty-Eight and 80/100 Only'],
])('%s is %s', (amount, words) => expect(amountInWords(amount, 'CNY', 'en')).toBe(words)) // prettier-ignore

test('other money is called by its name', () => {
  expect(amountInWords('100', 'USD', 'zh')).toBe('美元壹佰元整')
  expect(amountInWords('100', 'HKD', 'zh')).toBe('港元壹佰元整')
  expect(amountInWords('100', 'USD', 'en')).toBe('US Dollars One Hundred Only')
  expect(amountInWords('2.50', 'EUR', 'en')).toBe('Euros Two and 50/100 Only')
})

test('what words cannot say exactly is not said', () => {
  for (const amount of ['1.005', '1234567890123456789', '', 'abc', '1e5', '1,234'])
    for (const language of ['zh', 'en'] as const) expect(amountInWords(amount, 'CNY', language)).toBeNull()
  expect(amountInWords('1.500', 'CNY', 'zh')).toBe('人民币壹元伍角整')
})

/** Reads the words back, by another road than they were made. */
function read(words: string): bigint {
  let [whole, section, digit] = [0n, 0n, 0n]
  for (const sign of words) {
    const value = '零壹贰叁肆伍陆柒捌玖'.indexOf(sign)
    const power = '拾佰仟'.indexOf(sign)
    if (value >= 0) digit = BigInt(value)
    else if (power >= 0) [section, digit] = [section + digit * 10n ** BigInt(power + 1), 0n]
    else if (sign === '万') [whole, section, digit] = [whole + (section + digit) * 10_000n, 0n, 0n]
    else if (sign === '亿') [whole, section, digit] = [(whole + section + digit) * 100_000_000n, 0n, 0n]
  }
  return whole + section + digit
}

test('any whole amount reads back as itself, without doubled zeros', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n - 1n }), fc.integer({ min: 0, max: 12 }), (n, zeros) => {
      const amount = n - (n % 10n ** BigInt(zeros))
      const words = amountInWords(String(amount), 'CNY', 'zh')!
      fc.pre(amount > 0n)
      expect(words).not.toMatch(/零零|零元|零万|零亿/)
      expect(read(words.slice(3))).toBe(amount)
    }),
    { numRuns: 2000 },
  )
  expect(read('壹佰万零贰')).not.toBe(read('壹佰万零壹'))
})
