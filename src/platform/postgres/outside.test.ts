import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/database.ts'
import { gateBefore } from '../../../test/support/gate.ts'
import { freePort } from '../../../test/support/started.ts'
import { checkOutside } from './outside.ts'

let fresh: FreshDatabase
beforeAll(async () => void (fresh = await freshDatabase()))
afterAll(() => fresh.drop())

const changed = (change: (url: URL) => void) => {
  const url = new URL(fresh.runtimeUrl)
  change(url)
  return url.href
}

test('the two roles of ours are taken', () => checkOutside(fresh.runtimeUrl, fresh.ownerUrl))

test('a PostgreSQL that is not there', async () => {
  const port = await freePort()
  await expect(checkOutside(`postgres://guanxi:secret@127.0.0.1:${port}/crm`)).rejects.toMatchObject({
    zh: `连不上 DATABASE_URL 指的数据库 127.0.0.1:${port}（ECONNREFUSED）：请检查地址，以及它是否在运行。`,
    en: `The database of DATABASE_URL at 127.0.0.1:${port} cannot be reached (ECONNREFUSED): check the address, and that it is running.`,
  })
})

test('a wrong password, and a database that does not exist', async () => {
  const stranger = changed((url) => (url.password = 'wrong'))
  await expect(checkOutside(stranger)).rejects.toMatchObject({ zh: expect.stringContaining('DATABASE_URL 的用户名或密码不对') })
  await expect(checkOutside(fresh.runtimeUrl, stranger)).rejects.toMatchObject({
    en: expect.stringContaining('password in DATABASE_OWNER_URL is wrong'),
  })
  const nowhere = changed((url) => (url.pathname = '/nothing_here'))
  await expect(checkOutside(nowhere)).rejects.toMatchObject({ zh: expect.stringContaining('没有数据库「nothing_here」') })
})

test('a superuser, and an owner who may not make tables', async () => {
  await expect(checkOutside(fresh.adminUrl)).rejects.toMatchObject({ zh: expect.stringContaining('「postgres」是超级用户') })
  await expect(checkOutside(fresh.runtimeUrl, fresh.runtimeUrl)).rejects.toMatchObject({
    zh: expect.stringContaining('DATABASE_OWNER_URL 的用户「guanxi」'),
  })
})

test('PostgreSQL 14 is too old', async () => {
  const { rows } = await fresh.database.query<{ version: string }>(sql`select pg_catalog.current_setting('server_version_num') as version`)
  const gate = await gateBefore(fresh.runtimeUrl, [rows[0]?.version ?? '', '140004'])
  await expect(checkOutside(gate.url)).rejects.toMatchObject({ en: 'DATABASE_URL leads to PostgreSQL 14; 15 or newer is needed.' })
  gate.close()
})
