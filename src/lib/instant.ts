import { isDay } from './zone.ts'

/** ISO 8601 with its offset ('Z' or '+08:00') → milliseconds; finer parts are cut. Null for anything else: a time without offset is nobody's time. */
export function readInstant(text: string): number | null {
  const match = shape.exec(text)
  if (!match || !isDay(match[1]!)) return null
  const [, day, hour, minute, second = '00', fraction = '', offset] = match as unknown as [
    string,
    string,
    string,
    string,
    string?,
    string?,
    string?,
  ]
  if (hour > '23' || minute > '59' || second > '59') return null
  const at = Date.parse(`${day}T${hour}:${minute}:${second}.${(fraction + '000').slice(0, 3)}Z`) - offsetOf(offset!)
  return at >= first && at <= last ? at : null
}

const shape = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/
const first = Date.UTC(1000, 0, 1)
export const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function offsetOf(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}

/** As PostgreSQL writes it with TimeZone UTC: '2026-11-25 07:00:00+00', '… 07:00:00.25+00'. */
export function instantCell(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().replace('+0', '').split('T')
  const fraction = time.slice(9, 12).replace(/0+$/, '')
  return `${day} ${time.slice(0, 8)}${fraction && '.' + fraction}+00`
}

/** PostgreSQL's text (or ISO) → '2026-11-25T07:00:00.000Z'. */
export function instantValue(cell: string): string {
  if (cell.charCodeAt(10) === 32 && cell.endsWith('+00'))
    return `${cell.slice(0, 10)}T${cell.slice(11, 19)}.${`${cell.slice(20, -3)}000`.slice(0, 3)}Z`
  const at = readInstant(cell.replace(/([+-]\d\d)$/, '$1:00'))
  return at === null ? cell : new Date(at).toISOString()
}
