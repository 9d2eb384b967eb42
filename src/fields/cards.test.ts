/** A fair's name cards as a spreadsheet program saves them: which cells are refused, and which rows are the same people. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Context, Field } from './field.ts'
import { choice, email, longText, phone, text, typeOf } from './index.ts'

const context: Context = {
  timeZone: 'Asia/Shanghai',
  today: '2026-11-25',
  now: '2026-11-25T02:00:00.000Z',
  currency: 'CNY',
  language: 'zh',
}
const label = (id: string) => ({ id, label: { zh: id, en: id } })
const fields: Record<string, Field> = {
  姓名: text({ search: true, person: true, twin: true }),
  公司名称: text({ search: true, firm: true }),
  职务: text(),
  手机: phone({ kind: 'mobile', twin: true }),
  电话: phone(),
  邮箱: email({ twin: true }),
  城市: text(),
  意向等级: choice({ options: ['A', 'B', 'C'].map(label) }),
  来源: choice({ options: [], open: true }),
  备注: longText(),
}

const own = `姓名,公司名称,职务,手机,电话,邮箱,城市,意向等级,来源,备注
沈月,嘉兴明州五金（嘉兴）有限公司,采购,15012345678,0573-82345678转12,Shen@MingZhou.cn,嘉兴,a,2026五金展,要样品
沈月,嘉兴明州五金(嘉兴)有限责任公司,采购,+86 150 1234 5678,(0573)82345678-12,shen@mingzhou.cn,嘉兴,A,2026五金展,
陆一鸣,湖州清远纺织有限公司,厂长,150123456,,,湖州,B,2026五金展,
陆二鸣,湖州清远纺织有限公司,厂长,15012345679,,lu.at.qingyuan.cn,湖州,B,2026五金展,
陆三鸣,湖州清远纺织有限公司,厂长,1.5E+10,,,湖州,B,2026五金展,
陆四鸣,湖州清远纺织有限公司,厂长,15O1234567l,,,湖州,B,2026五金展,
陆五鸣,湖州清远纺织有限公司,厂长,15012345670,,,湖州,D,2026五金展,`

type Row = { problems: Record<string, string>; same: Record<string, unknown> }

function read(csv: string): Row[] {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => {
    const row: Row = { problems: {}, same: {} }
    line.split(',').forEach((cell, i) => {
      const name = names[i]!
      if (cell !== '') cellInto(row, name, cell)
    })
    return row
  })
}

function cellInto(row: Row, name: string, cell: string): void {
  const field = fields[name]!
  const type = typeOf(field)
  const found = type.fromText(cell, field, context)
  const parsed = 'problem' in found ? found : type.parse(found.value, field, context)
  if ('problem' in parsed) row.problems[name] = parsed.problem.code
  else {
    const suffix = type.same?.(field)
    const at = type.derived?.columns(field).findIndex((column) => column.suffix === suffix) ?? -1
    row.same[name] = at < 0 ? parsed.cells[0] : type.derived!.derive(parsed.cells, field)[at]
  }
}

const who = ({ same }: Row) => [same.姓名, same.公司名称, same.手机, same.邮箱]

test('cards that people made: five wrong cells, two cards of one person', () => {
  const rows = read(own)
  expect(rows.map(({ problems }) => problems)).toEqual([
    {},
    {},
    { 手机: 'phone-too-short' },
    { 邮箱: 'not-email' },
    { 手机: 'lost-digits' },
    { 手机: 'letters-in-number' },
    { 意向等级: 'not-choice' },
  ])
  expect(who(rows[1]!)).toEqual(who(rows[0]!))
  expect(rows[1]!.same.电话).toBe(rows[0]!.same.电话)
  expect(new Set(rows.slice(1).map((row) => row.same.姓名)).size).toBe(6)
})

const shared = '../shared/data/import/exhibition-cards.gbk.csv'
test.skipIf(!existsSync(shared))('the 80 cards of the exhibition: four wrong cells, three cards seen before', () => {
  const rows = read(new TextDecoder('gb18030').decode(readFileSync(shared)))
  expect(rows).toHaveLength(80)
  const wrong = Object.fromEntries(rows.flatMap(({ problems }, i) => (Object.keys(problems).length ? [[i + 1, problems]] : [])))
  expect(wrong).toEqual({
    12: { 手机: 'phone-too-short' },
    24: { 邮箱: 'not-email' },
    52: { 手机: 'lost-digits' },
    67: { 手机: 'letters-in-number' },
  })
  const seen = new Map<string, number>()
  const again: [number, number][] = []
  rows.forEach((row, i) => {
    if (typeof row.same.手机 !== 'string') return
    const earlier = seen.get(row.same.手机)
    if (earlier === undefined) seen.set(row.same.手机, i)
    else again.push([earlier + 1, i + 1])
  })
  expect(again).toEqual([
    [4, 71],
    [9, 72],
    [16, 73],
  ])
  for (const [a, b] of again) expect(who(rows[b - 1]!)).toEqual(who(rows[a - 1]!))
})
