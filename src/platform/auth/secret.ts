import { createHash, randomBytes, randomInt } from 'node:crypto'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
// Read aloud from one screen and typed on another: no 0/o, 1/l/i.
const readable = '23456789abcdefghjkmnpqrstuvwxyz'

/** A session's token: 256 bits; the database keeps only `hashOf` it. */
export const newToken = () => randomBytes(32).toString('base64url')

/** An API key: `gx_` and 40 letters or digits, 238 bits. */
export const newKey = () => `gx_${letters(base62, 40)}`
export const isKey = (text: string) => /^gx_[0-9A-Za-z]{40}$/.test(text)

/** For typing once: 80 bits in four groups. */
export const newSetupToken = () => letters(readable, 16).replace(/.{4}(?=.)/g, '$&-')

/** Secrets this long cannot be guessed, so one round of SHA-256 keeps them; passwords go through argon2. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest()

const letters = (alphabet: string, count: number) => Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
