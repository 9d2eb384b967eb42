import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { texts } from '../../../test/support/hostile.ts'
import { bare, pagesOf } from '../../../test/support/pdf.ts'
import { png } from '../../../test/support/picture.ts'
import { type Sheet, printable } from '../../lib/sheet.ts'
import { readLogo } from './logo.ts'
import { openPress } from './press.ts'

const press = openPress()
afterAll(() => press.close())

const sheet = (rows: string[][], more: Partial<Sheet> = {}): Sheet => ({
  language: 'zh',
  title: '报价单',
  number: 'QT-2026-0001',
  file: 'x',
  mark: null,
  firm: { name: '苏州恒力机械有限公司', lines: ['星湖街 328 号'], logo: null },
  to: { label: '客户', name: '武汉瑞力自动化设备有限公司', facts: [{ label: '联系人', value: '何丽玲' }] },
  facts: [{ label: '报价日期', value: '2026-11-22' }],
  columns: [
    { label: '序号', kind: 'short' },
    { label: '名称', kind: 'text' },
    { label: '金额', kind: 'number' },
  ],
  rows,
  totals: [{ label: '合计', value: '¥1,234.50' }],
  words: { label: '金额大写', value: '人民币壹仟贰佰叁拾肆元伍角整' },
  notes: [{ label: '付款', value: '预付 30%' }],
  signatures: [{ label: '供方', lines: ['签字盖章', '日期'] }],
  pages: '第 {page} 页，共 {pages} 页',
  ...more,
})
const print = async (given: Sheet, logo: Uint8Array | null = null) => pagesOf(await press.print(given, logo))

test('sixty lines go over pages, and each has the head of the table and its number', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [String(i + 1), `离心泵 ${i + 1} 号`, `${i + 1},000.00`])
  const pages = await print(sheet(rows))
  expect(pages).toHaveLength(2)
  for (const [i, page] of pages.entries()) {
    expect(page).toContain('序号 名称 金额')
    expect(bare(page)).toContain(`第${i + 1}页，共2页`)
  }
  const all = bare(pages.join())
  for (const [, name, amount] of rows) expect(all).toContain(bare(name! + amount!))
  expect(bare(pages[1]!)).toContain('人民币壹仟贰佰叁拾肆元伍角整')
  expect(bare(pages[0]!)).not.toContain('人民币壹仟')
})

test('one page says so, and a draft is marked', async () => {
  const [page, ...more] = await print(sheet([['1', '泵', '1.00']], { mark: '草稿' }))
  expect(more).toEqual([])
  expect(bare(page!)).toContain('第1页，共1页')
  expect(page).toContain('草稿')
  expect((await print(sheet([['1', '泵', '1.00']]))).join()).not.toContain('草稿')
})

const tricks = [
  ...texts.filter((text) => text.length <= 400),
  '#import "x.typ"', '$ x^2 $', '*bold* _it_ `raw`', '#read("/etc/passwd")', '#{panic("x")}', '<label> @ref', '= Heading', '- list', '// gone', '/* gone */',
  '"]', '\\u{41}', '#sys.inputs', '#pagebreak()', 'https://example.com', '~ -- --- ...', '😀👨‍👩‍👧', 'שלום עולם', 'مرحبا بالعالم', 'A'.repeat(2000), '泵'.repeat(2000), '{page} {pages}',
] // prettier-ignore

test('set again a second later it is the same to the byte', async () => {
  const given = sheet([['1', '泵', '1.00']])
  const first = await press.print(given, null)
  await new Promise((later) => setTimeout(later, 1100))
  expect(Buffer.compare(await press.print(given, null), first)).toBe(0)
  expect(Buffer.compare(await press.print({ ...given, number: 'QT-2026-0002' }, null), first)).not.toBe(0)
})

test('whatever stands in a cell, a name or a term is text, and its place does not matter', async () => {
  for (const text of tricks) {
    const facts = [{ label: text, value: text }]
    const hostile = sheet([['1', text, text.slice(0, 40)]], {
      title: text.slice(0, 40),
      number: text.slice(0, 40),
      mark: text.slice(0, 5),
      firm: { name: text, lines: [text], logo: null },
      to: { label: text.slice(0, 40), name: text, facts },
      notes: facts,
      signatures: [{ label: text.slice(0, 40), lines: [text.slice(0, 40)] }],
    })
    const said = bare((await print(hostile)).join().normalize('NFKC'))
    // what is written from right to left, in clusters or ligatures is read back by its letters
    for (const letter of new Set(bare(printable(text).normalize('NFKC')).replace(/[^\x21-\x7e\u4e00-\u9fff]/g, '')))
      expect(said).toContain(letter)
    expect(said).toContain('¥1,234.50')
  }
})

test('what looks like the template’s own language is read back letter by letter', async () => {
  for (const text of tricks.filter((each) => /^[\x20-\x7e]{1,30}$/.test(each) && !each.includes('--') && !each.includes('...')))
    expect(bare((await print(sheet([['1', text, '1.00']]))).join())).toContain(bare(text))
  expect(bare((await print(sheet([['1', '#import', '1.00']]))).join())).not.toContain('#include')
})

test('a document that takes too long is given up, and the next one is set', async () => {
  const hasty = openPress({ patience: 1 })
  await expect(hasty.print(sheet([['1', '泵', '1.00']]), null)).rejects.toMatchObject({ code: 'slow' })
  hasty.close()
  expect(await print(sheet([['1', '泵', '1.00']]))).toHaveLength(1)
})

test('when too many wait, the next is told to come again', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => press.print(sheet([['1', '泵', '1.00']]), null)))
  const refused = outcomes.filter((each) => each.status === 'rejected')
  expect(refused).toHaveLength(10)
  expect(refused[0]).toMatchObject({ reason: { code: 'busy' } })
})

test('a logo stands in the head; one that cannot be read costs the logo only', async () => {
  const one = sheet([['1', '泵', '1.00']])
  const [plain, drawn, broken] = [
    await press.print(one, null),
    await press.print(one, png(60, 20)),
    await press.print(one, Buffer.concat([png(60, 20).subarray(0, 50), Buffer.from('broken')])),
  ]
  const pictures = (pdf: Buffer) => pdf.toString('latin1').match(/\/Subtype\s*\/Image/g)?.length ?? 0
  expect([plain, drawn, broken].map(pictures)).toEqual([0, 1, 0])
  expect(await pagesOf(broken)).toEqual(await pagesOf(plain))
  // and is not on the next document
  expect(pictures(await press.print(one, null))).toBe(0)
})

test('a logo is a PNG or JPEG of bearable size', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-logo-'))
  const read = async (bytes: Buffer) => {
    writeFileSync(path.join(folder, 'logo'), bytes)
    return (await readLogo(path.join(folder, 'logo')))?.length ?? null
  }
  const jpeg = (side: number) =>
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, side >> 8, side & 255, 0, 9, 1, 1, 0x11, 0, 0, 0, 0, 0])
  expect(await read(png(60, 20))).toBe(png(60, 20).length)
  expect(await read(jpeg(300))).toBe(jpeg(300).length)
  expect(await read(jpeg(30_000))).toBeNull()
  expect(await read(png(60, 20, { width: 30_000, height: 30_000 }))).toBeNull()
  expect(await read(Buffer.concat([png(60, 20), Buffer.alloc(3 * 1024 * 1024)]))).toBeNull()
  for (const bytes of [Buffer.alloc(0), Buffer.from('<svg onload="x()">'), Buffer.from('%PDF-1.7'), Buffer.from([0xff, 0xd8, 0xff])])
    expect(await read(bytes)).toBeNull()
  expect(await readLogo(path.join(folder, 'none'))).toBeNull()
  rmSync(folder, { recursive: true })
})
