import { expect, test } from 'vitest'
import { bookOf, cellsOf, fileOf, rowsXml, zipOf } from './made.ts'
import { open } from './open.ts'
import { openZip, readPart } from './zip.ts'

const megabytes = (count: number) => Buffer.alloc(count * 2 ** 20, 'x')

test('a part that unpacks two hundredfold is a bomb, an honest one is read', async () => {
  await expect(openZip(fileOf(zipOf({ a: megabytes(20) })))).rejects.toMatchObject({ code: 'zip-bomb' })
  const path = fileOf(zipOf({ a: 'hello', 'b/../c': 'x' }))
  expect(await readPart(await openZip(path), 'a')).toBe('hello')
})

test('a part that lies about its size is a bomb as soon as it is read', async () => {
  const archive = await openZip(fileOf(zipOf({ a: megabytes(20) }, { a: 1000 })))
  await expect(readPart(archive, 'a')).rejects.toMatchObject({ code: 'zip-bomb' })
})

test('parts that claim more than a gigabyte together are refused before any is read', async () => {
  const half = 0.6 * 2 ** 30
  await expect(openZip(fileOf(zipOf({ a: 'x', b: 'y' }, { a: half, b: half })))).rejects.toMatchObject({ code: 'zip-bomb' })
})

test('parts that overlap are refused', async () => {
  const bytes = zipOf({ a: Buffer.from(Array.from({ length: 999 }, (_, i) => (i * i) % 251)) })
  const at = bytes.lastIndexOf('PK\x01\x02')
  bytes.writeUInt32LE(bytes.length * 2, at + 20)
  await expect(openZip(fileOf(bytes))).rejects.toMatchObject({ code: 'zip-bomb' })
})

test('a workbook with a bomb inside is refused', async () => {
  const row = `<row><c t="inlineStr"><is><t>${'0'.repeat(2 ** 20)}</t></is></c></row>`
  const path = fileOf(bookOf(`<sheetData>${row.repeat(8)}</sheetData>`))
  await expect(open(path)).rejects.toMatchObject({ code: 'zip-bomb' })
})

test('names that climb out of the archive are names and nothing more', async () => {
  const table = `<sheetData>${rowsXml([['姓名'], ['张三']])}</sheetData>`
  const path = fileOf(bookOf(table, { parts: { '../../../../etc/passwd': 'x', '/etc/shadow': 'y' } }))
  expect(await cellsOf(path)).toEqual([['张三']])
})

test('sizes in the long form, as Java programs write them, are read', async () => {
  const bytes = zipOf({ a: 'hello' })
  const at = bytes.lastIndexOf('PK\x01\x02')
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(5n, 4)
  extra.writeBigUInt64LE(BigInt(bytes.readUInt32LE(at + 20)), 12)
  bytes.writeUInt32LE(0xffffffff, at + 20)
  bytes.writeUInt32LE(0xffffffff, at + 24)
  bytes.writeUInt16LE(20, at + 30)
  const end = bytes.lastIndexOf('PK\x05\x06')
  bytes.writeUInt32LE(bytes.readUInt32LE(end + 12) + 20, end + 12)
  const path = fileOf(Buffer.concat([bytes.subarray(0, end), extra, bytes.subarray(end)]))
  expect(await readPart(await openZip(path), 'a')).toBe('hello')
})

test('a part with a password is refused as locked', async () => {
  const bytes = zipOf({ a: 'hello' })
  bytes[bytes.lastIndexOf('PK\x01\x02') + 8] = 1
  await expect(openZip(fileOf(bytes))).rejects.toMatchObject({ code: 'locked-file' })
})
