import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { bookOf, cellsOf, fileOf, readAll, rowsXml } from './made.ts'
import { open } from './open.ts'

const day = (text: string) => new Date(`${text}Z`)
const names = (opened: { columns: { name: string }[] }) => opened.columns.map(({ name }) => name)

test.each(['1900', '1904'] as const)('a workbook of another hand is read, with dates counted from %s', async (dateSystem) => {
  const bytes = await writeXlsx({
    dateSystem,
    sheets: [
      {
        name: '客户',
        columns: [{}, {}, { numFmt: 'yyyy-mm-dd' }, { numFmt: 'yyyy-mm-dd hh:mm:ss' }, { numFmt: '0.0%' }, { numFmt: '000000' }, {}],
        rows: [
          ['姓名', '手机', '日期', '时间', '折扣', '编号', '同意'],
          ['何丽玲', 13800138000, day('2026-11-20T00:00:00'), day('2026-11-20T09:30:05'), 0.125, 1234, true],
          [' 徐静英&<"\'>', 0.1 + 0.2, day('1999-12-31T00:00:00'), day('2024-02-29T23:59:59'), 0.07, 7, false],
        ],
      },
    ],
  })
  expect(await cellsOf(fileOf(bytes))).toEqual([
    ['何丽玲', '13800138000', '2026-11-20', '2026-11-20 09:30:05', '12.5%', '001234', 'TRUE'],
    [' 徐静英&<"\'>', '0.3', '1999-12-31', '2024-02-29 23:59:59', '7%', '000007', 'FALSE'],
  ])
})

test.each([
  ['<v>1.38E+10</v>', '13800000000'],
  ['<v>1.2345678901234567E+17</v>', '123456789012346000'],
  ['<v>1E-7</v>', '0.0000001'],
  ['<v>-1.5E-10</v>', '-0.00000000015'],
  ['<v>1.23456789e+22</v>', '12345678900000000000000'],
  ['<v>8.2000000000000011</v>', '8.2'],
])('the number %s is %s', async (xml, text) => {
  expect(await cellsOf(fileOf(bookOf(`<sheetData>${rowsXml([['数']])}<row r="2"><c r="A2">${xml}</c></row></sheetData>`)))).toEqual([
    [text],
  ])
})

test.each([
  ['a text of the list', '<c t="s"><v>1</v></c>', '上海'],
  ['a rich text of the list, without its reading', '<c t="s"><v>2</v></c>', '华为技术'],
  ['a text in place', '<c t="inlineStr"><is><r><t>宁</t></r><r><t xml:space="preserve"> 波</t></r></is></c>', '宁 波'],
  ['a formula with its value', '<c t="str"><f>A1&amp;"x"</f><v>算&amp;出_x000D_</v></c>', '算&出\r'],
  ['a formula with a number', '<c><f>1+1</f><v>2</v></c>', '2'],
  ['a formula never computed', '<c><f>1+1</f></c>', '#CALC!'],
  ['a formula whose result is nothing', '<c t="str"><f>""</f><v></v></c>', ''],
  ['an error', '<c t="e"><v>#N/A</v></c>', '#N/A'],
  ['the error of a formula', '<c t="e"><f>VLOOKUP(A1,B:C,2)</f><v>#REF!</v></c>', '#REF!'],
  ['yes', '<c t="b"><v>1</v></c>', 'TRUE'],
  ['a date as text', '<c t="d"><v>2014-02-14T08:27:48.765Z</v></c>', '2014-02-14 08:27:48'],
  ['a day as text', '<c t="d"><v>2014-02-14</v></c>', '2014-02-14'],
  ['a date in a Chinese format', '<c s="1"><v>46346</v></c>', '2026-11-20'],
  ['a date with a built-in format', '<c s="2"><v>46346.5</v></c>', '2026-11-20 12:00:00'],
  ['a time of day', '<c s="3"><v>0.75</v></c>', '18:00:00'],
  ['hours beyond a day', '<c s="4"><v>1.5</v></c>', '36:00:00'],
  ['the 29 February 1900 that never was', '<c s="2"><v>61</v></c>', '1900-03-01'],
  ['the first day', '<c s="2"><v>1</v></c>', '1900-01-01'],
  ['money in red where negative', '<c s="5"><v>-12.5</v></c>', '-12.5'],
  ['a number typed as text', '<c s="6"><v>42</v></c>', '42'],
  ['characters in a cage', '<c t="inlineStr"><is><t><![CDATA[a<b&amp;]]></t></is></c>', 'a<b&amp;'],
])('%s', async (_, xml, text) => {
  const path = fileOf(
    bookOf(`<sheetData>${rowsXml([['甲', '乙']])}<row r="2"><c t="inlineStr"><is><t>x</t></is></c>${xml}</row></sheetData>`, {
      texts: `<si><t>北京</t></si><si><t>上海</t></si><si><r><t>华为</t></r><r><rPr><b/></rPr><t>技术</t></r><rPh sb="0" eb="2"><t>ファー</t></rPh></si>`,
      styles: `<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="[h]:mm:ss"/>
        <numFmt numFmtId="178" formatCode="&quot;¥&quot;#,##0.00;[Red]\\-&quot;¥&quot;#,##0.00"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="177"/><xf numFmtId="178"/><xf numFmtId="49"/></cellXfs>`,
    }),
  )
  expect((await cellsOf(path))[0]?.[1] ?? '').toBe(text)
})

const people = rowsXml([
  ['区域', '姓名', '手机'],
  ['华东', '张三', '1'],
  [undefined, '李四', '2'],
  [undefined, undefined, undefined],
  ['华南', '王五', '3'],
])

test('a merged value counts for all its rows and columns, and makes no row of an empty one', async () => {
  const path = fileOf(
    bookOf(`<sheetData>${people}</sheetData><mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="B5:C5"/></mergeCells>`),
  )
  expect(await cellsOf(path)).toEqual([
    ['华东', '张三', '1'],
    ['华东', '李四', '2'],
    ['华南', '王五', '王五'],
  ])
})

test('a merged title stays above the table, a header of two rows is one', async () => {
  const rows = rowsXml([
    ['2026 年客户名单'],
    ['姓名', '联系方式', undefined, '备注'],
    [undefined, '手机', '邮箱', undefined],
    ['张三', '1', 'a@b.cn', '好'],
  ])
  const path = fileOf(
    bookOf(
      `<sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="D2:D3"/></mergeCells>`,
    ),
  )
  const opened = await open(path)
  expect(opened).toMatchObject({ headerRow: 2, total: 1 })
  expect(names(opened)).toEqual(['姓名', '手机', '邮箱', '备注'])
  expect(await cellsOf(path)).toEqual([['张三', '1', 'a@b.cn', '好']])
})

test('a range merged over a million rows costs nothing', async () => {
  const path = fileOf(bookOf(`<sheetData>${people}</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>`))
  expect(await readAll(path)).toHaveLength(3)
})

const two = {
  book: '<workbookPr/><sheets><sheet name="说明 &amp; 帮助" r:id="rId1"/><sheet name="底稿" state="hidden" r:id="rId2"/></sheets>',
  parts: {
    'xl/worksheets/sheet2.xml': `<worksheet><dimension ref="A1:B3"/><sheetData>${rowsXml([['编码'], ['7']])}</sheetData></worksheet>`,
  },
}

test('sheets are listed, hidden ones too, and read by name', async () => {
  const path = fileOf(bookOf(`<sheetData>${people}</sheetData>`, two))
  expect(await open(path)).toMatchObject({ sheet: '说明 & 帮助', sheets: [{ name: '说明 & 帮助' }, { name: '底稿', rows: 3 }] })
  expect(await cellsOf(path, { sheet: '底稿' })).toEqual([['7']])
  await expect(open(path, { sheet: '没有' })).rejects.toMatchObject({ code: 'no-such-sheet', values: { sheet: '没有' } })
})

test('a sheet without rows is passed over', async () => {
  const shown = { ...two, book: two.book.replace(' state="hidden"', '') }
  expect((await open(fileOf(bookOf('<sheetData/>', shown)))).sheet).toBe('底稿')
})

test('rows and cells that are missing in the file leave gaps', async () => {
  const path = fileOf(
    bookOf(`<sheetData><row r="3"><c r="B3" t="str"><v>姓名</v></c><c r="D3" t="str"><v>手机</v></c></row>
      <row r='1000000'><c r='B1000000' t='str'><v>张三</v></c></row></sheetData>`),
  )
  expect(await open(path)).toMatchObject({ headerRow: 2, total: 1 })
  expect(await cellsOf(path)).toEqual([['', '张三', '', '']])
})

test('names with a prefix, as some programs write them, are understood', async () => {
  const xml = `<sheetData>${rowsXml([['姓名'], ['张三']])}</sheetData>`.replace(/<(\/?)(\w)/g, '<$1x:$2')
  expect(await cellsOf(fileOf(bookOf(xml)))).toEqual([['张三']])
})

test('a sheet name may hold the sign that ends a tag', async () => {
  const path = fileOf(bookOf(`<sheetData>${people}</sheetData>`, { book: '<sheets><sheet name="a>b" r:id="rId1"/></sheets>' }))
  expect((await open(path)).sheet).toBe('a>b')
})

test('whatever pieces the file comes in, the rows are the same', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => [`姓名 ${i} &amp; 公司`, `${i}`, '<![CDATA[>]]>'.slice(0, 0)])
  const all = await readAll(fileOf(bookOf(`<sheetData>${rowsXml([['甲', '乙', '丙'], ...many])}</sheetData>`)), { batch: 7 })
  expect(all).toHaveLength(3000)
  expect(all.map(({ cells }) => cells[1])).toEqual(many.map((cells) => cells[1]))
  expect(all[2999]?.cells[0]).toBe('姓名 2999 & 公司')
})

test('two sheets of one name can both be chosen', async () => {
  const book = '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/><sheet name="名单" sheetId="2" r:id="rId2"/></sheets>'
  const second = `<worksheet><sheetData>${rowsXml([['姓名'], ['李四']])}</sheetData></worksheet>`
  const parts = { 'xl/worksheets/sheet2.xml': second }
  const path = fileOf(bookOf(`<sheetData>${rowsXml([['姓名'], ['张三']])}</sheetData>`, { book, parts }))
  expect((await open(path)).sheets!.map(({ name }) => name)).toEqual(['名单', '名单 (2)'])
  expect(await cellsOf(path)).toEqual([['张三']])
  expect(await cellsOf(path, { sheet: '名单 (2)' })).toEqual([['李四']])
})
