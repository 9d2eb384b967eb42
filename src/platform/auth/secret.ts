import { createHash, randomBytes, randomInt } from 'node:crypto'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A session's token: 256 bits; the database keeps only `hashOf` it. */
export const newToken = () => randomBytes(32).toString('base64url')

/** Stands behind a token to tell two words for one session apart; nothing hangs on it. */
export const newMark = () => randomBytes(6).toString('base64url')

/** An API key: `gx_` and 40 letters or digits, 238 bits. */
export const newKey = () => `gx_${Array.from({ length: 40 }, () => base62[randomInt(62)]).join('')}`
export const isKey = (text: string) => /^gx_[0-9A-Za-z]{40}$/.test(text)

/** Secrets this long cannot be guessed, so one round of SHA-256 keeps them; passwords go through argon2. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest()
