import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/**
 * The password of a workspace's login follows from the server's own: nothing more to keep, to share between servers or to lose, and
 * who knows the one reaches all workspaces anyway.
 */
export function loginPassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(`guanxi workspace ${role}`).digest('base64url')
}

/** What PostgreSQL keeps of a password (RFC 5803). Made here, so that the password itself is in no statement and in no log. */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}

/** PostgreSQL's own number. */
const rounds = 4096

/** `url` for somebody else, in the same place. */
export function signedIn(url: string, user: string, password: string): string {
  const address = new URL(url)
  for (const name of ['user', 'password']) address.searchParams.delete(name)
  address.username = encodeURIComponent(user)
  address.password = encodeURIComponent(password)
  return address.href
}

export function passwordIn(url: string): string {
  const { password, searchParams } = new URL(url)
  return searchParams.get('password') ?? decodeURIComponent(password)
}
