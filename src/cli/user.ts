import { addPerson, disableMembership, enableMembership, listMembers } from '../platform/directory/members.ts'
import type { Member } from '../platform/directory/members.ts'
import { disablePerson, enablePerson, personOf, personProblems, setPassword } from '../platform/directory/people.ts'
import { plainEmail } from '../platform/directory/words.ts'
import { invalid, Refusal } from '../lib/errors.ts'
import { Halt } from '../lib/halt.ts'
import { readOptions } from './command.ts'
import type { Answer, Command, Hands } from './command.ts'
import { workspaceNamed } from './workspace.ts'

const usages = {
  list: 'npm run guanxi -- user list [--workspace 名称] [--json]',
  add: 'npm run guanxi -- user add --name 姓名 --email a@b.cn --password … [--role salesperson|manager|administrator] [--workspace 名称]',
  disable: 'npm run guanxi -- user disable --email a@b.cn [--workspace 名称]',
  enable: 'npm run guanxi -- user enable --email a@b.cn [--workspace 名称]',
  password: 'npm run guanxi -- user password --email a@b.cn --password …',
}

/** People of this server, for whoever runs it: who there is, one more, one less, a forgotten password. */
export const user: Command = {
  name: 'user',
  does: { zh: '查看、添加、停用用户，改密码', en: 'Lists, adds and disables users, sets passwords' },
  usage: Object.values(usages).join('\n'),
  async run([deed = '', ...args], hands) {
    switch (deed) {
      case 'list':
        return list(args, hands)
      case 'add':
        return add(args, hands)
      case 'disable':
      case 'enable':
        return allow(deed, args, hands)
      case 'password':
        return password(args, hands)
    }
    throw new Halt({ zh: `用法：\n${user.usage}`, en: `Usage:\n${user.usage}` })
  },
}

async function list(args: string[], { database }: Hands): Promise<Answer> {
  const { workspace } = readOptions(args, usages.list, { optional: ['workspace'] })
  const members = await listMembers(database, workspace === '' ? null : (await workspaceNamed(database, workspace)).id)
  const line = (one: Member, off: string) => [one.workspace, one.name, one.email, one.disabled ? off : ''].join('  ').trimEnd()
  return {
    words: { zh: members.map((one) => line(one, '已停用')).join('\n'), en: members.map((one) => line(one, 'disabled')).join('\n') },
    json: { users: members },
  }
}

async function add(args: string[], { database, addUser }: Hands): Promise<Answer> {
  const {
    workspace: place,
    role,
    ...person
  } = readOptions(args, usages.add, {
    needed: ['name', 'email', 'password'],
    optional: ['role', 'workspace'],
  })
  const workspace = await workspaceNamed(database, place)
  // before the workspace's own row is made
  const problems = (await personOf(database, person.email)) ? [] : personProblems(person)
  if (problems.length > 0) throw invalid(problems)
  const { userId } = await addUser(workspace, { name: person.name, email: plainEmail(person.email), role: role || 'salesperson' })
  await addPerson(database, { ...person, workspace: workspace.id, user: userId })
  return {
    words: { zh: `${person.name} 已加入「${workspace.name}」。`, en: `${person.name} has joined “${workspace.name}”.` },
    json: { workspace: workspace.id, user: userId },
  }
}

/** In one workspace, or where none is named, everywhere. */
async function allow(deed: 'disable' | 'enable', args: string[], { database }: Hands): Promise<Answer> {
  const { email, workspace: place } = readOptions(args, usages[deed], { needed: ['email'], optional: ['workspace'] })
  const person = await personOf(database, email)
  if (!person) throw new Refusal('not-found')
  if (place === '') await (deed === 'disable' ? disablePerson : enablePerson)(database, person.id)
  else {
    const workspace = await workspaceNamed(database, place)
    const member = (await listMembers(database, workspace.id)).find((one) => one.person === person.id)
    if (!member) throw new Refusal('not-found')
    await (deed === 'disable' ? disableMembership : enableMembership)(database, { workspace: workspace.id, user: member.user })
  }
  const done =
    deed === 'disable'
      ? { zh: '已停用，一秒内退出登录', en: 'is disabled and signed out within a second' }
      : { zh: '已启用', en: 'is enabled' }
  return {
    words: { zh: `${person.email} ${done.zh}。`, en: `${person.email} ${done.en}.` },
    json: { person: person.id, disabled: deed === 'disable' },
  }
}

async function password(args: string[], { database }: Hands): Promise<Answer> {
  const { email, password: next } = readOptions(args, usages.password, { needed: ['email', 'password'] })
  await setPassword(database, email, next)
  return {
    words: { zh: `${email} 的密码已改，其他登录都已退出。`, en: `The password of ${email} is changed; every session has ended.` },
    json: { email: plainEmail(email) },
  }
}
