/**
 * What a file is, by its first bytes. What its sender calls it is asked only between kinds that cannot be told apart by bytes
 * (a text that is a table, the old Office's one container). Web pages and drawings with scripts are plain text here: whoever
 * opens one from us sees its source.
 */
import { open } from 'node:fs/promises'
import path from 'node:path'
import { openZip } from '../../lib/tabular/zip.ts'

export const anything = 'application/octet-stream'

export async function typeOf(place: string, name: string): Promise<string> {
  const head = await firstBytes(place, 65_536)
  const found = marks.find(([at, mark]) => head.toString('latin1', at, at + mark.length) === mark)?.[2]
  const ending = path.extname(name).toLowerCase()
  if (found === zip) return office(place)
  if (found === container) return oldOffice[ending] ?? container
  if (found) return found
  return head.length > 0 && isText(head) ? (ending === '.csv' ? 'text/csv' : 'text/plain') : anything
}

const zip = 'application/zip'
const container = 'application/x-ole-storage'

/** Where, which bytes, what it is. */
const marks: [number, string, string][] = [
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [8, 'WEBPVP8', 'image/webp'],
  // photos of iPhones
  [4, 'ftypheic', 'image/heic'],
  [4, 'ftypmif1', 'image/heic'],
  [4, 'ftyp', 'video/mp4'],
  [0, '%PDF-', 'application/pdf'],
  [0, 'PK\x03\x04', zip],
  [0, 'PK\x05\x06', zip],
  [0, 'Rar!\x1a\x07', 'application/vnd.rar'],
  [0, "7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
  [0, '\x1f\x8b', 'application/gzip'],
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', container],
]

const oldOffice: Record<string, string> = {
  '.doc': 'application/msword',
  '.xls': 'application/vnd.ms-excel',
  '.ppt': 'application/vnd.ms-powerpoint',
}

/** A zip with the parts of a document is that document. */
async function office(place: string): Promise<string> {
  const parts = await openZip(place).then(
    (archive) => [...archive.parts.keys()],
    () => [] as string[],
  )
  if (!parts.includes('[Content_Types].xml')) return zip
  return documents.find(([folder]) => parts.some((part) => part.startsWith(folder)))?.[1] ?? zip
}

const documents: [string, string][] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]

/** No control characters but those of lines; UTF-8, GB18030 and other one- and two-byte texts have none. UTF-16 says so at its start. */
function isText(head: Buffer): boolean {
  const mark = head.toString('latin1', 0, 2)
  if (mark === '\xff\xfe' || mark === '\xfe\xff') return true
  return head.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13) || byte === 27)
}

async function firstBytes(place: string, most: number): Promise<Buffer> {
  const file = await open(place)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(most), 0, most, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
