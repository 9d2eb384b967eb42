import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cellsOf, readAll } from './made.ts'
import { open } from './open.ts'

/** Real files of others. They are no part of the project; where they are absent, these tests are skipped. */
const folder = '../shared/data/import'
const there = existsSync(folder)
const list = (under: string, ending: string) => (there ? readdirSync(`${folder}/${under}`).filter((name) => name.endsWith(ending)) : [])
const names = (opened: { columns: { name: string }[] }) => opened.columns.map(({ name }) => name)

test.skipIf(!there)('80 name cards from a fair are read', async () => {
  const path = `${folder}/exhibition-cards.gbk.csv`
  const opened = await open(path)
  expect(opened).toMatchObject({ kind: 'csv', encoding: 'gb18030', delimiter: ',', headerRow: 0, total: 80 })
  expect(names(opened)).toEqual(['姓名', '公司名称', '职务', '手机', '电话', '邮箱', '城市', '意向等级', '来源', '备注'])
  const rows = await readAll(path)
  expect(rows[51]).toMatchObject({ row: 52, extra: 0 })
  expect(rows[51]?.cells.slice(0, 4)).toEqual(['刘华', '苏州泰源食品有限责任公司', '副总', '1.38E+10'])
  expect(rows[37]?.cells.slice(0, 3)).toEqual(['', '', '采购员'])
})

// location_coordinates has another number in its CSV than in its JSON.
test.skipIf(!there).each(list('csv-spectrum/csvs', '.csv').filter((name) => !name.startsWith('location')))(
  '%s is read as its makers say',
  async (name) => {
    const path = `${folder}/csv-spectrum/csvs/${name}`
    const expected = JSON.parse(readFileSync(`${folder}/csv-spectrum/json/${name.replace('.csv', '.json')}`, 'utf8')) as Record<
      string,
      string
    >[]
    const columns = names(await open(path))
    const read = (await cellsOf(path)).map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]])))
    expect(read).toEqual(expected)
  },
)

test.skipIf(!there).each(list('salesforce', '.csv'))('%s has the columns of its first line', async (name) => {
  const path = `${folder}/salesforce/${name}`
  const [first = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/)
  const opened = await open(path)
  expect(names(opened)).toEqual(first.split(','))
  expect(opened).toMatchObject({ headerRow: 0, total: lines.length })
  expect((await readAll(path)).every(({ extra }) => extra === 0)).toBe(true)
})

test.skipIf(!there)('workbooks of other hands are read', async () => {
  const excel = (name: string) => `${folder}/excel/${name}`
  expect((await open(excel('AutoFilter.xlsx'))).sheets).toHaveLength(11)
  expect(await open(excel('AutoFilter.xlsx'), { sheet: 'Top10' })).toMatchObject({ headerRow: 0, total: 21, sheet: 'Top10' })
  expect(await open(excel('merge_cells.xlsx'))).toMatchObject({ headerRow: 1, total: 2 })
  expect((await cellsOf(excel('merge_cells.xlsx')))[0]).toEqual(['A3:B3', 'A3:B3', 'C3', ''])
  expect(names(await open(excel('sushi.xlsx')))).toEqual(['🍣'])
  expect((await cellsOf(excel('text_and_numbers.xlsx'))).at(-1)).toEqual(['1337', '13.37', '1337'])
  expect((await cellsOf(excel('xlsx-stream-d-date-cell.xlsx')))[3]?.[1]).toBe('2014-02-14 08:27:48')
})

test.skipIf(!there).each(list('vcard', '.vcf'))('the address card %s is no table', async (name) => {
  await expect(open(`${folder}/vcard/${name}`)).rejects.toMatchObject({ code: 'not-a-table', values: { kind: 'vCard' } })
})
