import { isAway, isDiskFull } from '../lib/away.ts'
import { Refusal } from '../lib/errors.ts'
import type { ErrorCode } from '../lib/errors.ts'
import { codeOf } from '../platform/postgres/run.ts'

/**
 * PostgreSQL's complaints told by SQLSTATE alone, because behind a coordinator nothing else survives. What is not here is
 * a fault of ours and becomes a 500 with a number in the log: wrong SQL (42…), a missing right (42501), internal errors (XX…).
 */
export function refusalOfDatabase(error: Error): Refusal | null {
  if (isAway(error)) return new Refusal('unavailable')
  // of uploads as well: whoever sent something learns that nobody but the administrator can help
  if (isDiskFull(error)) return new Refusal('disk-full')
  const code = codeOf(error)
  const known = exact.get(code) ?? classes.get(/^[0-9A-Z]{5}$/.test(code) ? code.slice(0, 2) : '')
  return known ? new Refusal(known) : null
}

const exact = new Map<string, ErrorCode>([
  ['23502', 'required'],
  ['23503', 'no-such-record'],
  ['23505', 'not-unique'],
  ['23P01', 'not-unique'],
  ['23514', 'wrong-value'],
  ['21000', 'wrong-value'],
  ['22007', 'not-date'],
  ['22008', 'not-date'],
  ['22021', 'bad-character'],
  ['22P05', 'bad-character'],
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['55P03', 'busy'],
  ['55006', 'busy'],
  ['57014', 'slow'],
  ['54000', 'slow'],
  ['54001', 'slow'],
  ['57P05', 'unavailable'],
  ['25P03', 'unavailable'],
])

const classes = new Map<string, ErrorCode>([
  ['22', 'wrong-value'],
  ['53', 'unavailable'],
  ['58', 'unavailable'],
])
