import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import type { FieldProblem } from '../../lib/errors.ts'
import { longerThan, storable } from '../../lib/text.ts'

// OWASP's smallest advice for argon2id: 19 MiB, two passes, one lane; 20–40 ms on a small machine.
const cost = { memory: 19456, passes: 2, parallelism: 1 }
const saltLength = 16
const tagLength = 32

/** Publishes once for every argon2 run, so that it can be seen that unknown e-mails cost the same work. */
export const argon2Runs = channel('guanxi:argon2')

/** Password → what is stored: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength)
  const hash = await run(password, salt, cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(hash)}`
}

/** Whether this is the password. With nothing to compare to (nobody has this e-mail) the same work is done, and the answer is no. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = stored === null ? null : phc.exec(stored)?.groups
  if (!parts) {
    await run(password, Buffer.alloc(saltLength), cost)
    return false
  }
  const expected = Buffer.from(parts['hash'] ?? '', 'base64')
  const found = await run(password, Buffer.from(parts['salt'] ?? '', 'base64'), {
    memory: Number(parts['m']),
    passes: Number(parts['t']),
    parallelism: Number(parts['p']),
  })
  return expected.length === found.length && timingSafeEqual(expected, found)
}

export const shortestPassword = 8
/** Long enough for any sentence, short enough that nobody sends megabytes to be hashed. */
export const longestPassword = 200

/** What is wrong with a password somebody wants to have. */
export function passwordProblems(password: string, email: string, field = 'password'): FieldProblem[] {
  if (!storable(password)) return [{ field, code: 'bad-character' }]
  if (!longerThan(password, shortestPassword - 1)) return [{ field, code: 'too-short', values: { min: shortestPassword } }]
  if (longerThan(password, longestPassword)) return [{ field, code: 'too-long', values: { max: longestPassword } }]
  if (password.trim().toLowerCase() === email.trim().toLowerCase()) return [{ field, code: 'password-is-email' }]
  return []
}

const phc = /^\$argon2id\$v=19\$m=(?<m>\d{1,7}),t=(?<t>\d{1,3}),p=(?<p>\d{1,2})\$(?<salt>[A-Za-z0-9+/]+)\$(?<hash>[A-Za-z0-9+/]+)$/

function run(password: string, nonce: Buffer, { memory, passes, parallelism }: typeof cost): Promise<Buffer> {
  argon2Runs.publish({ memory, passes, parallelism })
  // The same letters typed on another keyboard may arrive composed differently; NFKC makes them one.
  const message = Buffer.from(password.normalize('NFKC'))
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength }, (error, hash) =>
      error ? reject(error) : resolve(Buffer.from(hash)),
    )
  })
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
