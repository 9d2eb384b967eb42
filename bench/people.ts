/** 300 people in ten departments of 30; the manager leads one of them, and somebody owns nothing. */
import { uuidv7 } from 'uuidv7'
import { create } from '../src/engine/write/create.ts'
import { deed } from '../src/engine/write/tx.ts'
import type { OpenHouse } from '../src/house.ts'
import { principalFor } from '../src/http/acting.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import { addColleagues } from '../src/platform/colleagues/add.ts'
import { personOf } from '../src/platform/directory/people.ts'
import type { Workspace } from '../src/platform/directory/workspaces.ts'

export async function people(house: OpenHouse, made: { workspace: Workspace; person: string }, domain = 'bench.test') {
  const { database } = house
  const keyOf = async (person: string) => (await createKey(database, { person, workspace: made.workspace.id }, 'bench')).key
  const administrator = await keyOf(made.person)
  const admin = await principalFor(house, (await whoKey(database, administrator))!.place!, 'zh')
  const departments = Array.from({ length: 10 }, (_, i) => ({ id: uuidv7(), subject: i + 1, values: { name: `销售${i + 1}部` } }))
  await deed(house, admin, 'department.create', (tx) => create(tx, 'department', departments, { trusted: true }))
  const sellers = Array.from({ length: 300 }, (_, i) => ({
    id: uuidv7(),
    subject: i + 1,
    values: { name: `销售${i}`, department: departments[i % 10]!.id, roles: ['salesperson'], active: true },
  }))
  await deed(house, admin, 'user.create', (tx) => create(tx, 'user', sellers, { trusted: true }))
  const password = 'correct horse 42'
  await addColleagues(house, admin, [
    { name: '经理', email: `manager@${domain}`, password, department: departments[0]!.id, roles: ['manager'] },
    { name: '新人', email: `nobody@${domain}`, password, roles: ['salesperson'] },
  ])
  const of = async (email: string) => keyOf((await personOf(database, email))!.id)
  return {
    owners: sellers.map((seller) => seller.id),
    keys: { administrator, manager: await of(`manager@${domain}`), nobody: await of(`nobody@${domain}`) },
  }
}
