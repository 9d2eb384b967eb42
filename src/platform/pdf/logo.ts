/** A picture that may be set into a document: a PNG or JPEG of a size that unpacks to no more than 64 MB. Null: not this one. */
import { open } from 'node:fs/promises'

const largest = 2 * 1024 * 1024
const longestSide = 4000

export async function readLogo(place: string): Promise<Buffer | null> {
  const file = await open(place).catch(() => null)
  if (!file) return null
  try {
    if ((await file.stat()).size > largest) return null
    const bytes = await file.readFile()
    const sides = sidesOf(bytes)
    return sides && Math.max(...sides) <= longestSide ? bytes : null
  } finally {
    await file.close()
  }
}

function sidesOf(bytes: Buffer): [number, number] | null {
  if (bytes.length > 24 && bytes.toString('latin1', 0, 4) === '\x89PNG') return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return bytes.toString('latin1', 0, 2) === '\xff\xd8' ? sidesOfJpeg(bytes) : null
}

/** The parts of a JPEG stand one behind the other, each with its length; a frame's head has the sides. */
function sidesOfJpeg(bytes: Buffer): [number, number] | null {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const kind = bytes[at + 1]!
    if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]
  }
  return null
}
