/**
 * An amount as contracts and quotes write it out, so that nobody can add a digit. On decimal text, up to 18 digits before the point.
 *   amountInWords('1234.56', 'CNY', 'zh') → '人民币壹仟贰佰叁拾肆元伍角陆分'
 *   amountInWords('100', 'USD', 'zh')     → '美元壹佰元整'
 *   amountInWords('1234.56', 'CNY', 'en') → 'RMB One Thousand Two Hundred Thirty-Four and 56/100 Only'
 * Null where the words would not say the amount exactly: more than two decimals, more than 18 digits, no number.
 */
import type { Language } from './errors.ts'

export function amountInWords(amount: string, currency: string, language: Language): string | null {
  const match = /^(-?)0*(\d{1,18})(?:\.(\d{1,2})0*)?$/.exec(amount)
  if (!match) return null
  const whole = match[2]!
  const cents = (match[3] ?? '').padEnd(2, '0')
  const minus = match[1] === '-' && /[1-9]/.test(whole + cents)
  return language === 'zh' ? inChinese(minus, whole, cents, currency) : inEnglish(minus, whole, cents, currency)
}

function inChinese(minus: boolean, whole: string, cents: string, currency: string): string {
  const name = currency === 'CNY' ? '人民币' : (new Intl.DisplayNames(['zh-CN'], { type: 'currency' }).of(currency) ?? currency)
  return name + (minus ? '负' : '') + yuanAndCents(BigInt(whole), Number(cents[0]), Number(cents[1]))
}

/** 整 ends what ends in 元 or 角, never what ends in 分; no 角 between 元 and 分 is said by 零. */
function yuanAndCents(yuan: bigint, jiao: number, fen: number): string {
  const dots = (jiao ? `${digits[jiao]!}角` : yuan && fen ? '零' : '') + (fen ? `${digits[fen]!}分` : '')
  const front = yuan || !dots ? `${wholeNumber(yuan)}元` : ''
  return front + dots + (fen ? '' : '整')
}

const digits = Array.from('零壹贰叁肆伍陆柒捌玖')

/** Whole numbers in steps of 亿 and 万: a part that is shorter than its place is led by one 零, however many zeros there are. */
function wholeNumber(n: bigint): string {
  if (n === 0n) return '零'
  if (n < 10n ** 4n) return belowWan(Number(n))
  const [places, sign] = n < 10n ** 8n ? [4, '万'] : [8, '亿']
  const [high, low] = [n / 10n ** BigInt(places), n % 10n ** BigInt(places)]
  if (!low) return wholeNumber(high) + sign
  return wholeNumber(high) + sign + (String(low).length < places ? '零' : '') + wholeNumber(low)
}

function belowWan(n: number): string {
  const places: [number, string][] = [[1000, '仟'], [100, '佰'], [10, '拾'], [1, '']] // prettier-ignore
  let said = ''
  let gap = false
  for (const [place, sign] of places) {
    const digit = Math.floor(n / place) % 10
    if (digit) said += (gap && said ? '零' : '') + digits[digit]! + sign
    gap = digit === 0
  }
  return said
}

function inEnglish(minus: boolean, whole: string, cents: string, currency: string): string {
  const dots = cents === '00' ? '' : ` and ${cents}/100`
  return `${englishName(currency)} ${minus ? 'Minus ' : ''}${groupsInEnglish(whole)}${dots} Only`
}

function englishName(currency: string): string {
  if (currency === 'CNY') return 'RMB'
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'name' }).formatToParts(2)
  return (parts.find((part) => part.type === 'currency')?.value ?? currency).replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
}

function groupsInEnglish(whole: string): string {
  const groups = (whole.padStart(Math.ceil(whole.length / 3) * 3, '0').match(/\d{3}/g) ?? []).map(Number)
  const said = groups.flatMap((group, i) => (group ? [`${hundreds(group)}${powers[groups.length - 1 - i]!}`] : []))
  return said.join(' ') || 'Zero'
}

function hundreds(n: number): string {
  const rest = n % 100
  const tail = rest < 20 ? ones[rest]! : tens[Math.floor(rest / 10)]! + (rest % 10 ? `-${ones[rest % 10]!}` : '')
  return [n >= 100 ? `${ones[Math.floor(n / 100)]!} Hundred` : '', tail].filter(Boolean).join(' ')
}

const powers = ['', ' Thousand', ' Million', ' Billion', ' Trillion', ' Quadrillion']
const tens = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety']
const ones =
  ' One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen'.split(' ')
