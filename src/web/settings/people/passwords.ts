/** A first password: three groups of four signs that are not mistaken for each other, 59 bits, read aloud or typed from a screen. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'

export function firstPassword(): string {
  const picked: string[] = []
  while (picked.length < 12) {
    for (const byte of crypto.getRandomValues(new Uint8Array(24))) {
      // 248 is the largest multiple of 31 in a byte: what lies above would favour the first signs.
      if (byte < 248 && picked.length < 12) picked.push(signs[byte % 31]!)
    }
  }
  return [0, 4, 8].map((from) => picked.slice(from, from + 4).join('')).join('-')
}
