import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { zipOf } from '../../lib/tabular/made.ts'
import { typeOf } from './kind.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-kind-'))
afterAll(() => rmSync(folder, { recursive: true }))

const place = path.join(folder, 'file')
const kept = async (bytes: Buffer | string, name: string) => {
  writeFileSync(place, bytes)
  return typeOf(place, name)
}
const latin = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['\x89PNG\r\n\x1a\n....', 'card.png', 'image/png'],
  ['\xff\xd8\xff\xe0....JFIF', 'card.jpg', 'image/jpeg'],
  ['GIF89a....', 'a.gif', 'image/gif'],
  ['RIFF....WEBPVP8 ', 'a.webp', 'image/webp'],
  ['\0\0\0\x18ftypheic....', 'IMG_1.HEIC', 'image/heic'],
  ['%PDF-1.7\n', 'a.pdf', 'application/pdf'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...', '合同.doc', 'application/msword'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...', 'virus.png', 'application/x-ole-storage'],
  ['MZ\x90\0\x03', 'setup.exe', 'application/octet-stream'],
  ['MZ\x90\0\x03', 'photo.jpg', 'application/octet-stream'],
  ['', 'empty.txt', 'application/octet-stream'],
  ['<html><script>alert(1)</script>', 'page.html', 'text/plain'],
  ['<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', 'a.svg', 'text/plain'],
  ['%PDF-1.7', 'a.html', 'application/pdf'],
])('%j named %s is %s', async (bytes, name, type) => expect(await kept(latin(bytes), name)).toBe(type))

test('texts in Chinese are texts; a table among them by its ending', async () => {
  expect(await kept('姓名,手机\n王芳,13800138000\n', '客户.csv')).toBe('text/csv')
  expect(await kept(Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]), '说明.txt')).toBe('text/plain')
  expect(await kept(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('姓名', 'utf16le')]), '说明.txt')).toBe('text/plain')
})

test('a zip with a document’s parts is that document, whatever it is called', async () => {
  expect(await kept(zipOf({ '[Content_Types].xml': '', 'xl/workbook.xml': '' }), 'a.zip')).toMatch(/spreadsheetml\.sheet$/)
  expect(await kept(zipOf({ '[Content_Types].xml': '', 'word/document.xml': '' }), 'a.docx')).toMatch(/wordprocessingml\.document$/)
  expect(await kept(zipOf({ 'readme.txt': '' }), 'a.docx')).toBe('application/zip')
  expect(await kept(latin('PK\x03\x04 broken'), 'a.xlsx')).toBe('application/zip')
})
