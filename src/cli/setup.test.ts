import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { bareHands } from '../../test/support/hands.ts'
import type { FreshDatabase } from '../../test/support/database.ts'
import { claimFolder } from '../platform/folder/claim.ts'
import { signIn } from '../platform/auth/sessions.ts'
import { whoKey } from '../platform/auth/who.ts'
import { layPlatform } from '../platform/directory/tables.ts'
import { allWorkspaces } from '../platform/directory/workspaces.ts'
import { openDatabase } from '../platform/postgres/database.ts'
import type { Database } from '../platform/postgres/database.ts'
import { reachDatabase } from '../platform/reach.ts'
import { version } from '../version.ts'
import { obey } from './command.ts'
import type { Command, Hands } from './command.ts'
import { withDatabase } from './reach.ts'
import { setup } from './setup.ts'
import { user } from './user.ts'

let fresh: FreshDatabase
const demos: string[] = []
beforeAll(async () => {
  fresh = await freshDatabase()
  await layPlatform(fresh.database)
})
afterAll(() => fresh.drop())

/** The workspaces have no tables of their own here. */
const handsOn = (database: Database): Hands => ({
  ...bareHands(database),
  lay: async () => ({ userId: uuidv7() }),
  loadDemo: async ({ name }) => void demos.push(name),
  addUser: async () => ({ userId: uuidv7() }),
})
const run = (command: Command, line: string[], database = fresh.database) => obey(command, line, handsOn(database))
const wish = (firm: string, email: string, password = 'correct horse') => [
  '--workspace',
  firm,
  '--name',
  '王芳',
  '--email',
  email,
  '--password',
  password,
]
const from = { address: '127.0.0.1', agent: 'test' }

test('setup prints a workspace, its first user and a key that opens it', async () => {
  const { json, words } = await run(setup, [...wish('北辰贸易', 'Wang@Firm.cn'), '--demo', '--json'])
  expect(json).toEqual({ workspace: expect.any(String), user: expect.any(String), apiKey: expect.stringMatching(/^gx_[0-9A-Za-z]{40}$/) })
  const { apiKey, ...made } = json as { apiKey: string; workspace: string; user: string }
  expect(words.zh).toContain(apiKey)
  expect((await whoKey(fresh.database, apiKey))?.place).toMatchObject(made)
  expect(demos).toEqual(['北辰贸易'])
  await signIn(fresh.database, { email: 'wang@firm.cn', password: 'correct horse', ...from })
})

test('a second firm for a known e-mail takes that person’s password', async () => {
  await run(setup, wish('甲', 'li@firm.cn'))
  await expect(run(setup, wish('乙', 'li@firm.cn', 'wrong horse'))).rejects.toMatchObject({ zh: '邮箱或密码不对' })
  await run(setup, wish('乙', 'li@firm.cn'))
  expect((await allWorkspaces(fresh.database)).map(({ name }) => name)).toEqual(expect.arrayContaining(['甲', '乙']))
})

test('what is missing, unknown or wrong is one sentence with the options as typed', async () => {
  await expect(run(setup, ['--workspace', '丙'])).rejects.toMatchObject({ zh: expect.stringContaining('缺少 --name --email --password') })
  await expect(run(setup, [...wish('丙', 'a@b.cn'), '--colour', 'red'])).rejects.toMatchObject({ en: expect.stringContaining('--colour') })
  await expect(run(setup, wish('丙', 'nobody', 'short'))).rejects.toMatchObject({
    zh: '--email 不是邮箱地址；--password 至少 8 个字',
    en: '--email Not an e-mail address; --password At least 8 characters',
  })
})

test('users are listed, added, given a password, disabled and enabled', async () => {
  await run(setup, wish('用户之家', 'boss@home.cn'))
  const place = ['--workspace', '用户之家']
  await run(user, ['add', '--name', '李雷', '--email', 'lilei@home.cn', '--password', 'correct horse', ...place])
  const list = async () => (await run(user, ['list', ...place])).words.zh
  expect(await list()).toContain('李雷  lilei@home.cn')
  const enter = (password: string) => signIn(fresh.database, { email: 'lilei@home.cn', password, ...from })
  await enter('correct horse')
  await run(user, ['password', '--email', 'lilei@home.cn', '--password', 'battery staple'])
  await expect(enter('correct horse')).rejects.toMatchObject({ code: 'wrong-password' })
  await run(user, ['disable', '--email', 'LiLei@home.cn'])
  expect(await list()).toContain('lilei@home.cn  已停用')
  await expect(enter('battery staple')).rejects.toMatchObject({ code: 'wrong-password' })
  await run(user, ['enable', '--email', 'lilei@home.cn'])
  await enter('battery staple')
  await run(user, ['disable', '--email', 'lilei@home.cn', ...place])
  expect(await list()).toContain('lilei@home.cn  已停用')
  await run(user, ['enable', '--email', 'lilei@home.cn', ...place])
  expect(await list()).not.toContain('已停用')
  await expect(run(user, ['add', '--name', '韩', '--email', 'han@home.cn', '--password', 'short', ...place])).rejects.toThrow('--password')
  await expect(run(user, ['disable', '--email', 'nobody@home.cn'])).rejects.toMatchObject({ zh: expect.stringContaining('找不到') })
  await expect(run(user, ['list', '--workspace', '没有'])).rejects.toMatchObject({ zh: expect.stringContaining('用户之家') })
  await expect(run(user, ['dance'])).rejects.toMatchObject({ zh: expect.stringContaining('用法') })
})

test('it works while no server runs, and beside one on the same folder', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-cli-'))
  const env = { GUANXI_DATA: folder }
  const make = (firm: string) => withDatabase(env, (database) => run(setup, wish(firm, 'wang@firm.cn'), database))
  try {
    await make('没有服务器')
    const claim = await claimFolder(folder, version)
    const server = await reachDatabase({ folder })
    const database = await openDatabase(server)
    const { json } = await make('旁边有服务器')
    expect((await allWorkspaces(database)).map(({ name }) => name)).toEqual(['没有服务器', '旁边有服务器'])
    expect((await whoKey(database, (json as { apiKey: string }).apiKey))?.email).toBe('wang@firm.cn')
    await database.close()
    await server.leave()
    claim.release()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
