/** Faults of the world around, told from our own: the database is away, the disk is full. Both pass, and what met them is tried again. */

/** Of PostgreSQL and of the system alike; '' where there is none. */
const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? error.code : '')

/** True when the database itself is away: not reachable, starting, stopping, out of connections, not letting us in. Worth a 503. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (/^(08...|57P0[123]|53300|3D000|28...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code)) return true
  // the socket of a stopped PostgreSQL is no file any more; any other missing file is not its fault
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)
}

/** Nothing can be written: PostgreSQL's disk, ours, or what we may use of it. */
export const isDiskFull = (error: unknown) => error instanceof Error && ['53100', 'ENOSPC', 'EDQUOT'].includes(codeOf(error))
