/** Three departments and eight colleagues. None of them can sign in: the firm is an example, the server is not. */
import type { Ids } from './ids.ts'

export type Colleague = { id: string; name: string; department: string; roles: string[] }

/** By department: who leads it stands first. */
const staff = {
  销售一部: ['周静', '马骏', '何欣', '许磊'],
  销售二部: ['沈岚', '郭浩', '唐悦'],
  售后: ['罗斌'],
}

const sounds: Record<string, string> = {
  周静: 'zhoujing',
  马骏: 'majun',
  何欣: 'hexin',
  许磊: 'xulei',
  沈岚: 'shenlan',
  郭浩: 'guohao',
  唐悦: 'tangyue',
  罗斌: 'luobin',
}

export function peopleOf(id: Ids) {
  const departments = Object.keys(staff).map((name) => ({ id: id(`department ${name}`), values: { name } }))
  const colleagues = Object.entries(staff).flatMap(([name, people]) =>
    people.map((person, i): Colleague => {
      const leads = i === 0 && people.length > 1
      return { id: id(`user ${person}`), name: person, department: id(`department ${name}`), roles: [leads ? 'manager' : 'salesperson'] }
    }),
  )
  const users = colleagues.map(({ id: user, name, department, roles }, i) => ({
    id: user,
    values: { name, department, roles, email: `${sounds[name]}@hengli.example`, mobile: `1970000000${i + 1}`, active: true },
  }))
  return { departments, users, colleagues, engineer: colleagues.at(-1)! }
}

/** Whom a customer belongs to, by weight: the one who loads the example has his share, so that his own day is full. */
export const sharesOf = (boss: string, colleagues: Colleague[]): Record<string, number> =>
  Object.fromEntries([[boss, 14], ...colleagues.slice(0, -1).map(({ id, roles }) => [id, roles.includes('manager') ? 8 : 14])] as [
    string,
    number,
  ][])
