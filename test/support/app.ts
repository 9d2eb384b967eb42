/** The real server on a fresh database, a workspace with people of all three roles, and a fetch that speaks as each of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Principal } from '../../src/engine/principal.ts'
import type { Registry } from '../../src/engine/module.ts'
import { type OpenHouse, openHouse } from '../../src/house.ts'
import { principalFor } from '../../src/http/acting.ts'
import { createKey } from '../../src/platform/auth/keys.ts'
import { whoKey } from '../../src/platform/auth/who.ts'
import { addColleagues } from '../../src/platform/colleagues/add.ts'
import { personOf } from '../../src/platform/directory/people.ts'
import { type Workspace, createWorkspace } from '../../src/platform/directory/workspaces.ts'
import { serve } from '../../src/server.ts'
import { startWork } from '../../src/work.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers whose shape it asserts
export type Answer = { status: number; body: any; headers: Headers }
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
export type Who = 'administrator' | 'manager' | 'salesperson' | 'other'
export type App = {
  url: string
  house: OpenHouse
  fresh: FreshDatabase
  workspace: Workspace
  /** `manager` leads the department of `salesperson`; `other` sells in another one. */
  users: Record<Who, string>
  keys: Record<Who, string>
  as: Record<Who, Call>
  principal: (who: Who) => Promise<Principal>
  /** Another firm on the same server, with its administrator's call. */
  neighbour: () => Promise<{ workspace: Workspace; call: Call; key: string }>
  stop: () => Promise<void>
}

export const password = 'correct horse 42'
export const emails: Record<Who, string> = {
  administrator: 'admin@firm.test',
  manager: 'manager@firm.test',
  salesperson: 'sales@firm.test',
  other: 'other@firm.test',
}

/** `dist`: the built web app, for tests in a browser. `through`: the way to the database. */
export async function startApp(registry?: Registry, dist: string | null = null, through?: (url: string) => string): Promise<App> {
  const fresh = await freshDatabase(through)
  const files = mkdtempSync(path.join(tmpdir(), 'guanxi-files-'))
  const house = await openHouse(fresh.database, files, registry)
  const work = await startWork(house, fresh)
  const server = serve(house, { url: 'http://127.0.0.1', log: 'error', dist })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const { workspace, user, person } = await createWorkspace(
    fresh.database,
    { name: '苏州恒力机械', person: { name: '陈刚', email: emails.administrator, password } },
    house.lay,
  )
  const adminKey = (await createKey(fresh.database, { person, workspace: workspace.id }, 'test')).key
  const admin = caller(url, adminKey)
  const principalOfKey = async (key: string) => principalFor(house, (await whoKey(fresh.database, key))!.place!, 'zh')
  const first = (await admin('POST', '/departments', { name: '销售一部' })).body.id as string
  const second = (await admin('POST', '/departments', { name: '销售二部' })).body.id as string
  const { ids } = await addColleagues(house, await principalOfKey(adminKey), [
    { name: '王敏', email: emails.manager, password, department: first, roles: ['manager'] },
    { name: '李涛', email: emails.salesperson, password, department: first, roles: ['salesperson'] },
    { name: '张洁', email: emails.other, password, department: second, roles: ['salesperson'] },
  ])
  const keyOf = async (who: Who) =>
    (await createKey(fresh.database, { person: (await personOf(fresh.database, emails[who]))!.id, workspace: workspace.id }, 'test')).key
  const keys = {
    administrator: adminKey,
    manager: await keyOf('manager'),
    salesperson: await keyOf('salesperson'),
    other: await keyOf('other'),
  }
  let neighbours = 0
  return {
    url,
    house,
    fresh,
    workspace,
    users: { administrator: user, manager: ids[0]!, salesperson: ids[1]!, other: ids[2]! },
    keys,
    as: {
      administrator: admin,
      manager: caller(url, keys.manager),
      salesperson: caller(url, keys.salesperson),
      other: caller(url, keys.other),
    },
    principal: (who) => principalOfKey(keys[who]),
    async neighbour() {
      const made = await createWorkspace(
        fresh.database,
        { name: `邻居 ${++neighbours}`, person: { name: '赵邻', email: `neighbour${neighbours}@firm.test`, password } },
        house.lay,
      )
      const { key } = await createKey(fresh.database, { person: made.person, workspace: made.workspace.id }, 'test')
      return { workspace: made.workspace, call: caller(url, key), key }
    },
    async stop() {
      await server.close()
      await work.stop()
      await fresh.drop()
      rmSync(files, { recursive: true, force: true })
    },
  }
}

/** A fetch that speaks with this key. */
export const caller =
  (url: string, key: string): Call =>
  async (method, address, body, headers = {}) => {
    const answer = await fetch(`${url}/api/v1${address}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: answer.headers }
  }
