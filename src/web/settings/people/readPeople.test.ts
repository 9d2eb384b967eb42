import { expect, test } from 'vitest'
import { readPeople, type Known } from './readPeople.ts'

const known: Known = {
  roles: [
    { id: 'manager', names: ['manager', '销售经理', 'Manager'] },
    { id: 'salesperson', names: ['salesperson', '销售', 'Salesperson'] },
    { id: 'administrator', names: ['administrator', '管理员', 'Administrator'] },
  ],
  departments: [
    { id: 'd1', name: '华东组' },
    { id: 'd2', name: '二组' },
    { id: 'd3', name: '二组' },
  ],
  emails: new Set(['old@firm.cn']),
}
const one = (line: string) => readPeople(line, known)[0]!

test('a row of a spreadsheet is a person with department and role', () => {
  expect(one('王敏\tWang@firm.cn\t138 0013 8000\t华东组\t销售经理')).toMatchObject({
    name: '王敏',
    email: 'wang@firm.cn',
    mobile: '138 0013 8000',
    department: 'd1',
    roles: ['manager'],
    problems: [],
  })
})

test('commas of both kinds part cells, columns may be missing, several roles stand in one cell', () => {
  expect(one('李涛，li@firm.cn')).toMatchObject({
    name: '李涛',
    email: 'li@firm.cn',
    mobile: '',
    department: null,
    roles: [],
    problems: [],
  })
  expect(one('张洁,zhang@firm.cn,销售经理、管理员')).toMatchObject({ roles: ['manager', 'administrator'], problems: [] })
})

test('a head is passed over, empty lines too, and lines keep their numbers', () => {
  const people = readPeople('姓名\t邮箱\t手机\n\n王敏\ta@b.cn\n', known)
  expect(people.map(({ line, name }) => [line, name])).toEqual([[3, '王敏']])
})

test('what is wrong is said at its line', () => {
  const text = [
    '王敏',
    'x@y.cn',
    '赵一\tnot@mail',
    '钱二\tq@b.cn\t\t北方组',
    '孙三\tq@b.cn',
    '李四\tl@b.cn\t二组',
    '周五\tz@b.cn\t华东组\t组长',
  ].join('\n')
  expect(readPeople(text, known).map(({ problems }) => problems)).toEqual([
    [{ code: 'noEmail' }],
    [{ code: 'noName' }],
    [{ code: 'badEmail', text: 'not@mail' }],
    [{ code: 'noDepartment', text: '北方组' }],
    [{ code: 'twice', line: 4 }],
    [{ code: 'severalDepartments', text: '二组' }],
    [{ code: 'tooMuch', text: '组长' }],
  ])
})

test('one who is a user already is marked, not wrong', () => {
  expect(one('老王\told@firm.cn')).toMatchObject({ already: true, problems: [] })
})
