import type { Sql } from 'sql-template-tag'

/** `name` keeps a statement prepared on the connection; `planned: 'once'` its plan too, where the values cannot make another one better. */
export type Keeping = { name?: string; planned?: 'once' }

/** Sends one statement; does not wait for those before it. */
export type Run = <T = Record<string, unknown>>(statement: Sql, options?: Keeping) => Promise<{ rows: T[]; count: number }>

/** Connections plan each statement anew for its values (pools.ts). */
export const planning = { once: 'set local plan_cache_mode = force_generic_plan', each: 'set local plan_cache_mode = force_custom_plan' }

/**
 * What is asked after the end, by a branch of the work that goes on when another has failed. Nobody waits for it, and it must not go
 * out: on a connection that is somebody else's by then its COMMIT would end his transaction half done.
 */
export const unanswered = () => new Promise<never>(() => {})

/** "current transaction is aborted": says nothing about why. */
export const afterFailure = '25P02'

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
