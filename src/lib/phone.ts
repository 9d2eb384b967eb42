import type { Problem } from './errors.ts'
import { unscientific } from './decimal.ts'
import { halfWidth } from './text.ts'

/**
 * A telephone number as people write it → the number itself, so that two ways of writing it are equal.
 *   readPhone('+86 138-0013-8000')    → { same: '13800138000', kind: 'mobile' }
 *   readPhone('（0512）68213884转8053') → { same: '051268213884-8053', kind: 'landline' }
 *   readPhone('0044 20 7946 0958')    → { same: '+442079460958', kind: 'foreign' }
 *   readPhone('138001380')            → phone-too-short, missing 2
 * `wanted` is 'mobile' where only a mobile makes sense: a landline is refused there, and ten digits are a mobile cut short.
 */
export function readPhone(text: string, wanted: 'mobile' | 'any' = 'any'): Phone | Problem {
  if (mobile.test(text)) return { same: text, kind: 'mobile' }
  const usual = wanted === 'any' ? usualLandline.exec(text) : null
  if (usual) return { same: usual[1]! + usual[2]! + (usual[3] ? '-' + usual[3] : ''), kind: 'landline' }
  if (text.length > longest) return { code: 'not-phone' }
  const typed = unwrapPhone(halfWidth(text))
  if (unscientific(typed)) return readScientific(typed, wanted)
  const { main, extension } = cutExtension(typed.replace(remark, ''))
  const problem = wrongCharacters(main) ?? severalNumbers(main)
  if (problem) return problem
  const found = readNumber(main, wanted)
  if ('code' in found) return found
  if (wanted === 'mobile' && found.kind !== 'mobile' && found.kind !== 'foreign') return { code: 'not-mobile' }
  return extension ? { ...found, same: `${found.same}-${extension}` } : found
}

export type Phone = { same: string; kind: 'mobile' | 'landline' | 'service' | 'foreign' }

/** What spreadsheets and card readers put around a number: '13800138000 , 13800138000.0, ="0512-68213884", 电话：… */
export const unwrapPhone = (text: string): string =>
  plain.test(text) || text.length > mostWrapped
    ? text
    : text
        .trim()
        .replace(wrapping, '')
        .replace(label, '')
        .trim()
        .replace(/^(\d{5,15})\.0{1,2}$/, '$1')

const plain = /^\d+$/
/** A number in its wrapping is shorter; a page of quotes is left as it is. */
const mostWrapped = 200
const wrapping = /^['="]+|"+$/g
/** Longer is no number, and spares the patterns below. */
const longest = 60
const mobile = /^1[3-9]\d{9}$/
/** Most landlines in a file are written like this; all other ways cost ten times as much. */
const usualLandline = /^(0(?:10|2\d|[3-9]\d\d))-?([1-9]\d{7})(?:[-转](\d{1,6}))?$/
const label =
  /^(?:(?:telephone|tel|phone|mobile|mob|cell|[tmp](?=[.:：])|联系电话|联系方式|电话号?码?|手机号?码?|座机|总机|办公电话)\s*[.:：]?\s*)+/i
const dashes = '\\-‐‑‒–—―−'
/** (微信同号): a remark, not a part of the number. */
const remark = /\([^()\d]*\p{Script=Han}[^()\d]*\)/gu

function readScientific(typed: string, wanted: 'mobile' | 'any'): Phone | Problem {
  const exact = unscientific(typed)
  return exact && 'number' in exact && /^\d+$/.test(exact.number) ? readPhone(exact.number, wanted) : { code: 'lost-digits' }
}

function cutExtension(text: string): { main: string; extension?: string } {
  const match = extensionMark.exec(text)
  return match ? { main: match[1]!, extension: match[2]! } : { main: text }
}

const extensionMark = /^(.*\d[)\s]*?)[\s,，(-]*(?:转分机|分机号?|转|extension|ext\.?|x|#|\*)\s*[:：.]?\s*(\d{1,6})\s*(?:分机)?\)?$/i

function wrongCharacters(main: string): Problem | null {
  const letters = main.match(/[a-z]/gi)
  if (letters)
    return /\d{3}|\d\D?\d\D?\d/.test(main)
      ? { code: 'letters-in-number', values: { found: [...new Set(letters)].join(' ') } }
      : { code: 'not-phone' }
  return writing.test(main) && /\d{3}|\d\D*\d\D*\d/.test(main) ? null : { code: 'not-phone' }
}

const writing = new RegExp(`^[\\d\\s+()./·,，、;；|_~${dashes}]+$`)

function severalNumbers(main: string): Problem | null {
  const parts = main.split(/[/、;；,，|]|\s+(?=\+?\d{7})/).filter((part) => part.replace(/\D/g, '').length >= 7)
  return parts.length > 1 && parts.every((part) => !('code' in readNumber(part, 'any')))
    ? { code: 'several-numbers', values: { count: parts.length } }
    : null
}

function readNumber(main: string, wanted: 'mobile' | 'any'): Phone | Problem {
  const written = main.replace('(0)', '')
  const plus = /^[\s(]*\+/.test(written)
  if (written.lastIndexOf('+') > (plus ? written.indexOf('+') : -1)) return { code: 'not-phone' }
  let digits = written.replace(/\D/g, '')
  const abroad = plus || digits.startsWith('00')
  if (abroad) {
    digits = digits.replace(/^00/, '')
    if (!digits.startsWith('86')) return readForeign(digits)
    digits = digits.slice(2)
  } else if (withCountry.test(digits)) digits = digits.slice(2)
  return readDomestic(digits, wanted, abroad) ?? readDashed(written, wanted, abroad) ?? wrongLength(digits, wanted)
}

/** 86 in front without a plus, only where a whole number follows. */
const withCountry = /^86(?:1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|(?:10|2\d|[3-9]\d\d)[2-9]\d{7})$/

function readDomestic(digits: string, wanted: 'mobile' | 'any', abroad: boolean): Phone | null {
  if (/^0?1[3-9]\d{9}$/.test(digits)) return { same: digits.slice(-11), kind: 'mobile' }
  if (/^[48]00\d{7}$/.test(digits)) return { same: digits, kind: 'service' }
  if (landline.test(digits)) return { same: digits, kind: 'landline' }
  // A spreadsheet drops the zero of the area code, and people leave it out after +86.
  if ((wanted === 'any' || abroad) && !digits.startsWith('400') && !digits.startsWith('800') && landline.test('0' + digits))
    return { same: '0' + digits, kind: 'landline' }
  if (/^[2-9]\d{6,7}$/.test(digits)) return { same: digits, kind: 'landline' }
  return /^(?:95\d{3}|96\d{3,4}|100\d\d|12\d{3})$/.test(digits) ? { same: digits, kind: 'service' } : null
}

/** 010 and 02x have three digits, all other areas four; subscribers seven or eight, never starting with 0. */
const landline = /^0(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}$/

/** 0512-68213884-8053, 0512-68213884(8053): the last group is an extension where the rest is whole. */
function readDashed(written: string, wanted: 'mobile' | 'any', abroad: boolean): Phone | null {
  const match = lastGroup.exec(written)
  const whole = match && readDomestic(match[1]!.replace(/\D/g, '').replace(/^(?:00)?86(?=0|1[3-9]|[48]00)/, ''), wanted, abroad)
  return whole ? { ...whole, same: `${whole.same}-${match[2]}` } : null
}

const lastGroup = new RegExp(`^(.*\\d)\\s*[${dashes}(]\\s*(\\d{1,6})\\s*\\)?\\s*$`)

function readForeign(digits: string): Phone | Problem {
  if (digits.startsWith('0') || digits === '') return { code: 'not-phone' }
  const least = digits.startsWith('1') ? 11 : 8
  if (digits.length < least) return { code: 'phone-too-short', values: { missing: least - digits.length } }
  const most = digits.startsWith('1') ? 11 : 15
  if (digits.length > most) return { code: 'phone-too-long', values: { extra: digits.length - most } }
  return { same: '+' + digits, kind: 'foreign' }
}

function wrongLength(digits: string, wanted: 'mobile' | 'any'): Problem {
  const [least, most] = lengths(digits, wanted)
  if (digits.length < least) return { code: 'phone-too-short', values: { missing: least - digits.length } }
  if (digits.length > most) return { code: 'phone-too-long', values: { extra: digits.length - most } }
  return { code: 'not-phone' }
}

/** How long the number that somebody seems to have meant would be. */
function lengths(digits: string, wanted: 'mobile' | 'any'): [number, number] {
  if (/^01[3-9]/.test(digits)) return [12, 12]
  if (digits.startsWith('1') || (wanted === 'mobile' && !digits.startsWith('0'))) return [11, 11]
  if (/^[48]00/.test(digits) && digits.length > 8) return [10, 10]
  if (/^0[12]/.test(digits)) return [10, 11]
  if (digits.startsWith('0')) return [11, 12]
  return [7, 11]
}
