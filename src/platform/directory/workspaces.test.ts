import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'
import { createKey } from '../auth/keys.ts'
import { chooseWorkspace, signIn } from '../auth/sessions.ts'
import { who, whoKey } from '../auth/who.ts'
import { addPerson, disableMembership, enableMembership, listMembers } from './members.ts'
import { layPlatform } from './tables.ts'
import { allWorkspaces, createWorkspace, listWorkspaces, workspaceById } from './workspaces.ts'
import type { Lay } from './workspaces.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await layPlatform(fresh.database)
})
afterAll(() => fresh.drop())

const lay: Lay = async () => ({ userId: uuidv7() })
const someone = (name = '王芳') => ({ name, email: `${randomBytes(6).toString('hex')}@firm.cn`, password: 'correct horse' })
const from = { address: '203.0.113.9', agent: 'test' }

test('a new firm has its founder in it, who can sign in at once', async () => {
  const person = someone()
  const laid: unknown[] = []
  const made = await createWorkspace(fresh.database, { name: ' 北辰贸易 ', person }, async (workspace, founder) => {
    laid.push({ workspace: workspace.name, founder })
    expect(workspace.schema).toMatch(/^ws_[0-9a-f]{16}$/)
    return { userId: uuidv7() }
  })
  expect(laid).toEqual([{ workspace: '北辰贸易', founder: { person: made.person, name: '王芳', email: person.email } }])
  const token = await signIn(fresh.database, { ...person, ...from })
  expect(await who(fresh.database, token)).toMatchObject({
    person: made.person,
    email: person.email,
    place: { workspace: made.workspace.id, user: made.user, schema: made.workspace.schema, timeZone: 'Asia/Shanghai', currency: 'CNY' },
  })
  expect(await workspaceById(fresh.database, made.workspace.id)).toEqual(made.workspace)
})

test('a known e-mail makes a second firm only with its own password, however it is written', async () => {
  const person = someone()
  await createWorkspace(fresh.database, { name: '甲', person }, lay)
  const again = { ...person, email: ` ${person.email.toUpperCase()}` }
  await expect(createWorkspace(fresh.database, { name: '乙', person: { ...again, password: 'another one' } }, lay)).rejects.toMatchObject({
    code: 'wrong-password',
  })
  const { person: id } = await createWorkspace(fresh.database, { name: '乙', person: again }, lay)
  expect((await listWorkspaces(fresh.database, id)).map(({ name }) => name)).toEqual(['乙', '甲'])
})

test('a crash while it is laid leaves nothing to be seen, and doing it again goes on with the same one', async () => {
  const person = someone()
  const wish = { name: '半途', person }
  const seen: string[] = []
  const crash: Lay = async (workspace) => {
    seen.push(workspace.schema)
    throw new Error('the power went out')
  }
  await expect(createWorkspace(fresh.database, wish, crash)).rejects.toThrow('power')
  await expect(createWorkspace(fresh.database, wish, crash)).rejects.toThrow('power')
  expect((await allWorkspaces(fresh.database)).map(({ name }) => name)).not.toContain('半途')
  const { workspace } = await createWorkspace(fresh.database, wish, lay)
  expect(new Set([...seen, workspace.schema]).size).toBe(1)
  const other = await createWorkspace(fresh.database, wish, lay)
  expect(other.workspace.schema).not.toBe(workspace.schema)
})

test('what is wrong with the founder is said all at once and makes nothing', async () => {
  const before = (await allWorkspaces(fresh.database)).length
  const wish = { name: '丙', person: { name: ' ', email: 'nobody', password: 'short' } }
  await expect(createWorkspace(fresh.database, wish, lay)).rejects.toMatchObject({
    code: 'invalid',
    errors: [
      { field: 'name', code: 'required' },
      { field: 'email', code: 'not-email' },
      { field: 'password', code: 'too-short' },
    ],
  })
  expect(await allWorkspaces(fresh.database)).toHaveLength(before)
})

test('sixteen at once with one e-mail make one person', async () => {
  const person = someone()
  const made = await Promise.all(Array.from({ length: 16 }, (_, at) => createWorkspace(fresh.database, { name: `并发${at}`, person }, lay)))
  expect(new Set(made.map((one) => one.person)).size).toBe(1)
  const { rows } = await fresh.database.query(sql`select 1 from platform.person where email = ${person.email}`)
  expect(rows).toHaveLength(1)
})

test('a disabled user is out of this firm within a second, key and session, and stays in his other one', async () => {
  const { database } = fresh
  const person = someone('李雷')
  const one = await createWorkspace(database, { name: '一', person: someone() }, lay)
  const two = await createWorkspace(database, { name: '二', person }, lay)
  const user = uuidv7()
  await addPerson(database, { workspace: one.workspace.id, user, email: person.email, name: '另一个名字', password: 'not used at all' })
  const [first, second] = [await signIn(database, { ...person, ...from }), await signIn(database, { ...person, ...from })]
  expect((await who(database, first))?.place).toBeNull()
  await chooseWorkspace(database, first, one.workspace.id)
  await chooseWorkspace(database, second, two.workspace.id)
  const { key } = await createKey(database, { person: two.person, workspace: one.workspace.id }, 'excel')
  expect((await who(database, first))?.place?.user).toBe(user)
  expect((await whoKey(database, key))?.name).toBe('李雷')

  await disableMembership(database, { workspace: one.workspace.id, user })
  expect(await who(database, first)).toBeNull()
  expect(await whoKey(database, key)).toBeNull()
  expect((await who(database, second))?.place?.workspace).toBe(two.workspace.id)
  await expect(chooseWorkspace(database, second, one.workspace.id)).rejects.toMatchObject({ code: 'not-found' })
  expect(await listMembers(database, one.workspace.id)).toContainEqual(expect.objectContaining({ user, disabled: true }))

  await enableMembership(database, { workspace: one.workspace.id, user })
  await chooseWorkspace(database, second, one.workspace.id)
  expect((await who(database, second))?.place?.user).toBe(user)
})
