import type { Sql } from 'sql-template-tag'

/** Sends one statement; does not wait for those before it. `name` keeps it prepared on the connection. */
export type Run = <T = Record<string, unknown>>(statement: Sql, options?: { name?: string }) => Promise<{ rows: T[]; count: number }>

/** "current transaction is aborted": says nothing about why. */
export const afterFailure = '25P02'

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
