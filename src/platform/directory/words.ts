import type { FieldProblem } from '../../lib/errors.ts'

/** An e-mail as it is compared and kept: people write the same one in capitals. */
export const plainEmail = (email: string) => email.trim().normalize('NFKC').toLowerCase()

export function emailProblems(email: string, field = 'email'): FieldProblem[] {
  const plain = plainEmail(email)
  if (plain === '') return [{ field, code: 'required' }]
  if (plain.length > 254) return [{ field, code: 'too-long', values: { max: 254 } }]
  return /^[^\s@\p{C}]+@[^\s@\p{C}.]+(\.[^\s@\p{C}.]+)+$/u.test(plain) ? [] : [{ field, code: 'not-email' }]
}

export function nameProblems(name: string, field = 'name'): FieldProblem[] {
  if (name.trim() === '') return [{ field, code: 'required' }]
  if (!name.isWellFormed() || name.includes('\0')) return [{ field, code: 'bad-character' }]
  return [...name].length > 100 ? [{ field, code: 'too-long', values: { max: 100 } }] : []
}
