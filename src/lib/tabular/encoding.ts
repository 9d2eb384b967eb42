import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { Refusal } from '../errors.ts'

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** Files up to here are checked byte by byte; of larger ones the head and the tail. */
const checkedWhole = 64 * 2 ** 20
const sampleSize = 2 ** 20
/** Text is handed on in small pieces: strings beyond 64 KB live outside the young heap, and a million rows then grew the process by 170 MB instead of 60. */
const textChunk = 2 ** 14

/**
 * How a text file is written. A spreadsheet program in China saves CSV as GB18030 and never says so; strict UTF-8 does
 * not hold for such a file, while the reverse (UTF-8 read as GB18030) mostly passes. So UTF-8 is tried first.
 */
export async function encodingOf(path: string, asked?: string): Promise<Encoding> {
  const { head, tail, size } = await samples(path)
  if (asked) return named(asked, head)
  if (starts(head, [0xef, 0xbb, 0xbf])) return 'utf-8-bom'
  if (starts(head, [0xff, 0xfe])) return 'utf-16le'
  if (starts(head, [0xfe, 0xff])) return 'utf-16be'
  const wide = wideWithoutMark(head)
  if (wide) return wide
  const utf8 = size <= checkedWhole ? await holdsUtf8(path) : [head, tail].every((bytes) => isUtf8(onCharacters(bytes)))
  return utf8 || mostlyUtf8(head) ? 'utf-8' : 'gb18030'
}

/** The text, decoded in chunks, without byte order mark. What cannot be read becomes U+FFFD. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 17 })) {
    const bytes = chunk as Buffer
    for (let at = 0; at < bytes.length; at += textChunk) yield decoder.decode(bytes.subarray(at, at + textChunk), { stream: true })
  }
  yield decoder.decode()
}

export async function samples(path: string): Promise<{ head: Buffer; tail: Buffer; size: number }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (from: number) => {
      const buffer = Buffer.alloc(Math.min(sampleSize, size - from))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from)
      return buffer.subarray(0, bytesRead)
    }
    return { head: await read(0), tail: await read(Math.max(0, size - sampleSize)), size }
  } finally {
    await file.close()
  }
}

const names: Record<string, Encoding> = {
  utf8: 'utf-8',
  utf8bom: 'utf-8-bom',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
}

function named(asked: string, head: Buffer): Encoding {
  const encoding = names[asked.toLowerCase().replace(/[-_ ]/g, '')]
  if (!encoding) throw new Refusal('malformed', { reason: `encoding ${asked}` })
  return encoding === 'utf-8' && starts(head, [0xef, 0xbb, 0xbf]) ? 'utf-8-bom' : encoding
}

const starts = (bytes: Buffer, mark: number[]) => mark.every((byte, i) => bytes[i] === byte)

/** UTF-16 without mark: commas, digits and line breaks have a zero as their other half, always on the same side. */
export function wideWithoutMark(head: Buffer): Encoding | null {
  const zeros = [0, 0]
  const length = Math.min(head.length, 2 ** 16) & ~1
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i % 2]!++
  const [even = 0, odd = 0] = zeros
  // 一 is 4E 00, so the other side has a few.
  if (even + odd < length / 100 || Math.min(even, odd) > Math.max(even, odd) / 4) return null
  // Chinese in UTF-16 is no UTF-8, and Latin letters are half zeros: what is neither is a text with a stray zero.
  if (even + odd < length / 4 && isUtf8(onCharacters(head.subarray(0, length)))) return null
  const encoding = odd > even ? 'utf-16le' : 'utf-16be'
  return hasControls(new TextDecoder(encoding).decode(head.subarray(0, length))) ? null : encoding
}

/** A binary file has control characters, a table none but tab and line ends. */
export function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 9 || (c > 13 && c < 32)) return true
  }
  return false
}

async function holdsUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 17 })) decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** A sample may begin and end inside a character: cut both. */
function onCharacters(bytes: Buffer): Buffer {
  let [from, to] = [0, bytes.length]
  while (from < 3 && from < to && (bytes[from]! & 0xc0) === 0x80) from++
  for (let back = 1; back <= 3 && back <= to; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      to = bytes.length - back
      break
    }
  }
  return bytes.subarray(from, to)
}

/** One broken byte (a cell cut in the middle of a character) does not make a UTF-8 file Chinese by another encoding. */
function mostlyUtf8(head: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(head)
  let [good, bad] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0xfffd) bad++
    else if (c > 127) good++
  }
  return good > bad * 10
}
