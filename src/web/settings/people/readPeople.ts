/**
 * Lines copied from a table → people: name, e-mail, mobile, department, role, parted by tabs or commas. A cell is known by what it looks like
 * (an @, digits, the name of a role or of a department), so the order is free and columns may be missing.
 */
export type Known = {
  roles: { id: string; names: string[] }[]
  departments: { id: string; name: string }[]
  /** E-mails that are users already. */
  emails: ReadonlySet<string>
}
export type Problem = {
  code: 'noName' | 'noEmail' | 'badEmail' | 'twice' | 'noDepartment' | 'severalDepartments' | 'tooMuch'
  text?: string
  line?: number
}
export type ReadPerson = {
  /** 1 is the first line of the text. */
  line: number
  name: string
  email: string
  mobile: string
  department: string | null
  departmentName: string
  roles: string[]
  already: boolean
  problems: Problem[]
}

export function readPeople(text: string, known: Known): ReadPerson[] {
  const people = text
    .split(/\r?\n/)
    .map((line, index) => ({ cells: cellsOf(line), line: index + 1 }))
    .filter(({ cells, line }) => cells.some((cell) => cell !== '') && !isHead(cells, line))
    .map(({ cells, line }) => readOne(cells, line, known))
  const seen = new Map<string, number>()
  for (const person of people) {
    if (person.email === '') continue
    const first = seen.get(person.email)
    if (first === undefined) seen.set(person.email, person.line)
    else person.problems.push({ code: 'twice', line: first })
  }
  return people
}

const cellsOf = (line: string): string[] =>
  line.split(line.includes('\t') ? '\t' : /[,，;；]/).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  )

/** The first line may name the columns. */
const isHead = (cells: string[], line: number): boolean =>
  line === 1 && !cells.some((cell) => cell.includes('@')) && headWords.test(cells.join(' '))
const headWords = /姓名|邮箱|\bname\b|\be-?mail\b/i

function readOne(cells: string[], line: number, known: Known): ReadPerson {
  const person: ReadPerson = {
    line,
    name: '',
    email: '',
    mobile: '',
    department: null,
    departmentName: '',
    roles: [],
    already: false,
    problems: [],
  }
  const left: string[] = []
  for (const cell of cells.filter(Boolean)) {
    const roles = rolesIn(cell, known)
    if (person.email === '' && cell.includes('@')) person.email = cell.normalize('NFKC').toLowerCase()
    else if (person.mobile === '' && /^\+?[\d\s()-]{7,20}$/.test(cell.normalize('NFKC'))) person.mobile = cell
    else if (person.roles.length === 0 && roles && person.name !== '') person.roles = roles
    else if (person.name === '') person.name = cell
    else left.push(cell)
  }
  const [department, ...more] = left
  if (person.name === '') person.problems.push({ code: 'noName' })
  if (person.email === '') person.problems.push({ code: 'noEmail' })
  else if (!emailShape.test(person.email)) person.problems.push({ code: 'badEmail', text: person.email })
  person.already = known.emails.has(person.email)
  if (department !== undefined) findDepartment(person, department, known)
  if (more.length > 0) person.problems.push({ code: 'tooMuch', text: more.join(' ') })
  return person
}

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** 销售经理、管理员 */
function rolesIn(cell: string, { roles }: Known): string[] | null {
  const ids = cell
    .split(/[、/+]/)
    .map((name) => roles.find((role) => role.names.some((one) => one.toLowerCase() === name.trim().toLowerCase()))?.id)
  return ids.every((id) => id !== undefined) ? ids : null
}

function findDepartment(person: ReadPerson, text: string, { departments }: Known): void {
  const name = text.split(/[/>]/).at(-1)!.trim()
  const found = departments.filter((one) => one.name === name)
  person.departmentName = name
  if (found.length === 1) person.department = found[0]!.id
  else person.problems.push({ code: found.length === 0 ? 'noDepartment' : 'severalDepartments', text: name })
}
