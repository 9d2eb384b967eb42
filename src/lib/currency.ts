/** Currencies in use by their ISO 4217 codes. */
const codes = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK ' +
    'DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT ' +
    'LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB ' +
    'RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF ' +
    'XPF YER ZAR ZMW ZWG'
  ).split(' '),
)

export const isCurrency = (code: unknown): code is string => typeof code === 'string' && codes.has(code)

/**
 * The currency written before or after an amount, and the amount without it; `home` decides what ¥, $ and 元 alone mean.
 *   splitCurrency('¥1,234.50', 'CNY') → { rest: '1,234.50', currency: 'CNY' }
 *   splitCurrency('-US$3.5万', 'CNY') → { rest: '-3.5万', currency: 'USD' }
 */
export function splitCurrency(text: string, home: string): { rest: string; currency: string | null } {
  const front = before.exec(text)
  if (front) return { rest: front[1]! + front[3]!, currency: named(front[2]!, home) }
  const back = after.exec(text)
  if (back) return { rest: back[1]! + (back[3] ?? ''), currency: named(back[2]!, home) }
  return { rest: text, currency: null }
}

/** A code and what people write for it. */
const words = new Map(
  [
    'CNY 人民币 rmb cn¥',
    'USD 美元 美金 us$',
    'EUR € 欧元',
    'GBP £ 英镑',
    'JPY 日元 日圆 円 jp¥',
    'HKD hk$ 港币 港元',
    'TWD nt$ 新台币 台币',
    'SGD s$ 新加坡元 新币',
    'AUD a$ 澳元',
    'CAD c$ 加元',
    'KRW 韩元 ₩',
    'INR ₹ 卢比',
    'CHF 瑞士法郎 瑞郎',
    'RUB 卢布 ₽',
    'THB 泰铢 ฿',
    'VND 越南盾 ₫',
    'MOP 澳门元',
    'MYR 林吉特 马币',
  ].flatMap((line) => {
    const [code = '', ...names] = line.split(' ')
    return names.map((name): [string, string] => [name, code])
  }),
)
const bare = ['¥', '$', '元', '圆', '块', '块钱']
const byLength = [...words.keys(), ...bare].toSorted((a, b) => b.length - a.length)
const token = byLength.map((word) => word.replaceAll('$', '\\$')).join('|') + '|[a-z]{3}'
const before = new RegExp(`^([-+(]?)\\s*(${token})\\s*([-+(.\\d].*)$`, 'i')
const after = new RegExp(`^(.*[\\d.万萬亿億千百wk])\\s*(${token})\\s*[整正]?\\s*(\\)?)$`, 'i')

const dollars = new Set(['USD', 'HKD', 'TWD', 'SGD', 'AUD', 'CAD', 'NZD', 'MXN', 'CLP', 'COP', 'ARS'])
const yuans = new Set(['CNY', 'HKD', 'TWD', 'MOP', 'SGD', 'JPY', 'KRW', 'USD'])

function named(word: string, home: string): string {
  const low = word.toLowerCase()
  if (low === '¥') return home === 'JPY' ? 'JPY' : 'CNY'
  if (low === '$') return dollars.has(home) ? home : 'USD'
  if (bare.includes(low)) return yuans.has(home) ? home : 'CNY'
  return words.get(low) ?? word.toUpperCase()
}
