import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** One password for each login role of the embedded PostgreSQL, made once and kept in a file only we may read. */
export type Passwords = { postgres: string; guanxi_owner: string; guanxi: string }

export function keepPasswords(file: string): Passwords {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const fresh = () => randomBytes(24).toString('base64url')
  const passwords = { postgres: fresh(), guanxi_owner: fresh(), guanxi: fresh() }
  writeFileSync(file, JSON.stringify(passwords, null, 2), { mode: 0o600 })
  return passwords
}
