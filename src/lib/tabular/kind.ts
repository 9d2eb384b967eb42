import { Refusal } from '../errors.ts'
import { hasControls, samples, wideWithoutMark } from './encoding.ts'
import { openZip, readPart, type Archive } from './zip.ts'

/**
 * What a file is, by its first bytes; its name is not asked. People rename, and half the ".xls" that old systems
 * "export to Excel" are web pages.
 */
export async function kindOf(path: string): Promise<{ kind: 'csv' } | { kind: 'xlsx'; archive: Archive }> {
  const { head, tail } = await samples(path)
  if (starts(head, 'PK\x03\x04')) return { kind: 'xlsx', archive: await workbook(path) }
  if (starts(head, '\xd0\xcf\x11\xe0')) refuseCompound(Buffer.concat([head, tail]))
  if (head[0] === 9 && [0, 2, 4, 8].includes(head[1] ?? -1) && head[3] === 0) throw new Refusal('old-excel')
  const text = beginning(head)
  if (text.trim() === '') throw new Refusal('empty-file')
  const page = pages.find(([mark]) => mark.test(text))
  if (page) throw new Refusal('not-a-table', { kind: page[1] })
  if (hasControls(text)) throw new Refusal('not-a-table', { kind: marks.find(([mark]) => starts(head, mark))?.[1] ?? 'binary' })
  return { kind: 'csv' }
}

/** The container of the old Office: Excel up to 2003, and anything with a password. */
function refuseCompound(bytes: Buffer): never {
  const holds = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage')) throw new Refusal('locked-file')
  if (holds('WordDocument')) throw new Refusal('not-a-table', { kind: 'Word' })
  if (holds('PowerPoint Document')) throw new Refusal('not-a-table', { kind: 'PowerPoint' })
  throw new Refusal('old-excel')
}

/** Looked at only where the text has control characters: a header may well begin with BM. */
const marks: [string, string][] = [
  ['\x89PNG', 'PNG'],
  ['\xff\xd8\xff', 'JPEG'],
  ['GIF8', 'GIF'],
  ['BM', 'BMP'],
  ['RIFF', 'WebP'],
  ['PK', 'ZIP'],
  ['Rar!', 'RAR'],
  ['7z', '7z'],
  ['\x1f\x8b', 'gzip'],
  ['SQLite format', 'SQLite'],
]

const pages: [RegExp, string][] = [
  [/^%PDF-/, 'PDF'],
  [/^<(!doctype|html|head|meta|style|table|body|div|script)\b/i, 'HTML'],
  [/^<\?xml/i, 'XML'],
  [/^MIME-Version:/i, 'MHTML'],
  [/^\{\\rtf/, 'RTF'],
  [/^BEGIN:VCARD/i, 'vCard'],
]

async function workbook(path: string): Promise<Archive> {
  const archive = await openZip(path)
  const names = [...archive.parts.keys()]
  if (names.includes('xl/workbook.bin')) throw new Refusal('not-a-table', { kind: 'XLSB' })
  const office = (await readPart(archive, '_rels/.rels'))?.includes('officeDocument')
  if (office && names.some((name) => /\/worksheets\//.test(name))) return archive
  const kind = names.some((name) => name.startsWith('word/')) ? 'Word' : names.includes('content.xml') ? 'OpenDocument' : 'ZIP'
  throw new Refusal('not-a-table', { kind })
}

const starts = (bytes: Buffer, mark: string) => bytes.toString('latin1', 0, mark.length) === mark

/** The first characters. Marks are ASCII, so any one-byte reading does, but for UTF-16. */
function beginning(head: Buffer): string {
  const start = head.subarray(0, 2 ** 16)
  const wide = starts(head, '\xff\xfe') ? 'utf-16le' : starts(head, '\xfe\xff') ? 'utf-16be' : wideWithoutMark(start)
  if (wide) return new TextDecoder(wide).decode(start.subarray(0, start.length & ~1)).trimStart()
  return start.toString('latin1').replace('\xef\xbb\xbf', '').trimStart()
}
