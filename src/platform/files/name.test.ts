import { expect, test } from 'vitest'
import { attachment, fileName } from './name.ts'

test.each([
  ['报价单 2026.xlsx', '报价单 2026.xlsx'],
  ['C:\\Users\\王芳\\合同.pdf', '合同.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['..', 'file'],
  ['1 .1.', '1.1'],
  ['', 'file'],
  [undefined, 'file'],
  ['a\0b\nc.txt', 'abc.txt'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a<b>:"c|?*.txt', 'a_b___c___.txt'],
  ['\ud800.txt', '\ufffd.txt'],
  ['nul.txt', '_nul.txt'],
  ['LPT1', '_LPT1'],
  ['rechnung.pdf.', 'rechnung.pdf'],
  ['console.txt', 'console.txt'],
])('%j is kept as %j', (given, kept) => expect(fileName(given)).toBe(kept))

test('a long name keeps its ending', () => {
  const kept = fileName(`${'长'.repeat(500)}.docx`)
  expect(Array.from(kept)).toHaveLength(200)
  expect(kept).toMatch(/长\.docx$/)
})

test('a name cannot break out of its header', () => {
  const header = attachment('a"; x=\r\n 甲\'(1)*%.txt')
  expect(header).toBe(`attachment; filename="a_; x=__ _'(1)*_.txt"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A%20%E7%94%B2%27%281%29%2A%25.txt`)
})
