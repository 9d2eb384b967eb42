import { open, type FileHandle } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { createInflateRaw } from 'node:zlib'
import { Refusal } from '../errors.ts'

/**
 * The parts of a zip by name, read from its directory at the end. Nothing is ever written to disk, so a name such as
 * ../../etc/passwd is only a key nobody asks for.
 */
export type Part = { name: string; method: number; packed: number; unpacked: number; at: number }
export type Archive = { path: string; parts: Map<string, Part> }

/** A real workbook packs its XML by 5 to 60; a bomb by 1,000. Small parts may pack tighter without harm. */
const tightest = 200
const smallPart = 2 ** 20
/** All parts together, and each as it is read. */
const mostUnpacked = 2 ** 30
const directoryEnd = 0x06054b50
const entryMark = 0x02014b50
const largest = 64 * 2 ** 20

export async function openZip(path: string): Promise<Archive> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const parts = await directory(file, size)
    const packed = parts.reduce((sum, part) => sum + part.packed, 0)
    const unpacked = parts.reduce((sum, part) => sum + part.unpacked, 0)
    // More packed bytes than the file has: parts that overlap, the other way to build a bomb.
    if (unpacked > mostUnpacked || packed > size || parts.some(tooTight)) throw new Refusal('zip-bomb')
    return { path, parts: new Map(parts.map((part) => [part.name, part])) }
  } finally {
    await file.close()
  }
}

const tooTight = (part: Part) => part.unpacked > smallPart && part.unpacked > part.packed * tightest

/** The bytes of one part, unpacked. Counts them itself: the sizes a file declares may be lies. */
export async function* unpack(archive: Archive, part: Part, most = mostUnpacked): AsyncGenerator<Buffer> {
  const start = await contentStart(archive.path, part)
  if (part.packed === 0) return
  const packed = createReadStream(archive.path, { start, end: start + part.packed - 1, highWaterMark: 2 ** 16 })
  const unpacked = part.method === 8 ? packed.pipe(createInflateRaw({ chunkSize: 2 ** 14 })) : packed
  packed.once('error', (error) => unpacked.destroy(error))
  let count = 0
  try {
    for await (const chunk of unpacked) {
      count += (chunk as Buffer).length
      if (count > most || (count > smallPart && count > part.packed * tightest)) throw new Refusal('zip-bomb')
      yield chunk as Buffer
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('broken-file')
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

/** A small part as text. */
export async function readPart(archive: Archive, name: string): Promise<string | null> {
  const part = archive.parts.get(name)
  if (!part) return null
  const chunks: Buffer[] = []
  for await (const chunk of unpack(archive, part, largest)) chunks.push(chunk)
  return new TextDecoder('utf-8').decode(Buffer.concat(chunks))
}

async function directory(file: FileHandle, size: number): Promise<Part[]> {
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  const end = lastMark(tail)
  if (end === -1) throw new Refusal('broken-file')
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const from = tail.readUInt32LE(end + 16)
  // A directory beyond 4 GB or 65,535 parts: no workbook anybody imports.
  if (from + length > size || count === 0xffff || length > largest) throw new Refusal('broken-file')
  const bytes = await read(file, from, length)
  const parts: Part[] = []
  for (let i = 0, at = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw new Refusal('broken-file')
    if (bytes.readUInt16LE(at + 8) & 1) throw new Refusal('locked-file')
    const name = at + 46
    const extra = name + bytes.readUInt16LE(at + 28)
    const next = extra + bytes.readUInt16LE(at + 30)
    const [unpacked, packed, start] = sizes(bytes, at, bytes.subarray(extra, next))
    parts.push({ name: bytes.toString('utf8', name, extra), method: bytes.readUInt16LE(at + 10), packed, unpacked, at: start })
    at = next + bytes.readUInt16LE(at + 32)
  }
  return parts
}

/** Unpacked size, packed size and place; where one does not fit 32 bits (the Java writers say so of small parts, too), it follows in the extra field. */
function sizes(bytes: Buffer, at: number, extra: Buffer): [number, number, number] {
  const short = [24, 20, 42].map((offset) => bytes.readUInt32LE(at + offset)) as [number, number, number]
  let from = 0
  while (from + 4 <= extra.length && extra.readUInt16LE(from) !== 1) from += 4 + extra.readUInt16LE(from + 2)
  from += 4
  return short.map((value) => {
    if (value !== 0xffffffff) return value
    if (from + 8 > extra.length) throw new Refusal('broken-file')
    from += 8
    return Number(extra.readBigUInt64LE(from - 8))
  }) as [number, number, number]
}

function lastMark(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === directoryEnd) return at
  return -1
}

/** The part's own heading repeats the name with fields of another length, so it has to be read. */
async function contentStart(path: string, part: Part): Promise<number> {
  if (part.method !== 8 && part.method !== 0) throw new Refusal('broken-file')
  const file = await open(path)
  try {
    const heading = await read(file, part.at, 30)
    if (heading.length < 30 || heading.readUInt32LE(0) !== 0x04034b50) throw new Refusal('broken-file')
    return part.at + 30 + heading.readUInt16LE(26) + heading.readUInt16LE(28)
  } finally {
    await file.close()
  }
}

async function read(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, from)
  return buffer.subarray(0, bytesRead)
}
