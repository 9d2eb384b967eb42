/**
 * Numbers of a spreadsheet's cells as text a person would type: 13800138000 (never 1.38E+10), 0.3 (never
 * 0.30000000000000004), 2026-11-20, 12%. A cell knows nothing of dates; its format does.
 */
export type Format = { is: 'number' | 'date' | 'duration' | 'percent' } | { is: 'code'; digits: number }

const number: Format = { is: 'number' }

/** Formats below 164 are built in and have no code in the file; 27 to 36 and 50 to 58 are the Chinese and Japanese dates. */
export function formatOf(id: number, code?: string): Format {
  if (code === undefined) {
    if (id === 9 || id === 10) return { is: 'percent' }
    if (id === 46) return { is: 'duration' }
    const date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58)
    return date ? { is: 'date' } : number
  }
  const positive = code.split(';')[0] ?? ''
  const bare = positive.replace(/"[^"]*"|\\.|[_*]./g, '')
  if (/\[(h+|m+|s+)\]/i.test(bare)) return { is: 'duration' }
  const letters = bare.replace(/\[[^\]]*\]/g, '')
  if (/general/i.test(letters)) return number
  if (/[ymdhs]/i.test(letters)) return { is: 'date' }
  if (letters.includes('%')) return { is: 'percent' }
  return /^0{2,}$/.test(letters) ? { is: 'code', digits: letters.length } : number
}

export function numberText(raw: string, format: Format | undefined, from1904: boolean): string {
  const value = Number(raw)
  if (raw === '' || !Number.isFinite(value)) return raw
  if (format === undefined || format.is === 'number') return digits(value)
  if (format.is === 'percent') return `${digits(value * 100)}%`
  if (format.is === 'code') return Number.isInteger(value) && value >= 0 ? digits(value).padStart(format.digits, '0') : digits(value)
  if (format.is === 'duration') return value >= 0 ? clock(Math.round(value * 86_400)) : digits(value)
  return dateText(value, from1904) ?? digits(value)
}

/** All digits, no exponent, without the noise behind the fifteenth: a spreadsheet keeps no more. */
export function digits(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!parts) return text
  const [, sign = '', first = '', rest = '', exponent = '0'] = parts
  const all = first + rest
  const places = Number(exponent)
  return places < 0 ? `${sign}0.${'0'.repeat(-places - 1)}${all}` : sign + all.padEnd(places + 1, '0')
}

const day = 86_400_000
/** 9999-12-31, the last day a spreadsheet knows. */
const lastSerial = 2_958_465

function dateText(serial: number, from1904: boolean): string | null {
  if (serial < 0 || serial > lastSerial) return null
  const seconds = Math.round(serial * 86_400)
  if (seconds < 86_400) return clock(seconds)
  // The 1900 calendar has a 29 February 1900 that never was: days before it are off by one.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 61 ? 31 : 30)
  const [date, time] = new Date(epoch + seconds * 1000).toISOString().split(/[T.]/) as [string, string]
  return (epoch + seconds * 1000) % day === 0 ? date : `${date} ${time}`
}

function clock(seconds: number): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
}

/** A cell that holds a date as text (ISO 8601, as some writers do). */
export function isoText(raw: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?/.exec(raw)
  if (!parts) return raw
  const time = parts[2] && (parts[2].length === 5 ? `${parts[2]}:00` : parts[2])
  return time && time !== '00:00:00' ? `${parts[1]} ${time}` : parts[1]!
}
