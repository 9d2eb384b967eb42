import type { FieldProblem } from '../../lib/errors.ts'
import { clean, longerThan } from '../../lib/text.ts'

/** An e-mail as it is compared and kept: people write the same one in capitals. */
export const plainEmail = (email: string) => email.trim().normalize('NFKC').toLowerCase()

export function emailProblems(email: string, field = 'email'): FieldProblem[] {
  const plain = plainEmail(email)
  if (plain === '') return [{ field, code: 'required' }]
  if (plain.length > 254) return [{ field, code: 'too-long', values: { max: 254 } }]
  return /^[^\s@\p{C}]+@[^\s@\p{C}.]+(\.[^\s@\p{C}.]+)+$/u.test(plain) ? [] : [{ field, code: 'not-email' }]
}

/** The name of a person, a firm or a key. */
export const plainName = (name: string) => clean(name) ?? ''

export function nameProblems(name: string, field = 'name'): FieldProblem[] {
  const plain = clean(name)
  if (plain === null) return [{ field, code: 'bad-character' }]
  if (plain === '') return [{ field, code: 'required' }]
  return longerThan(plain, 100) ? [{ field, code: 'too-long', values: { max: 100 } }] : []
}
