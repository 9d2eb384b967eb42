import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from './support/database.ts'
import type { FreshDatabase } from './support/database.ts'
import { answering, dataFolder, freePort, start } from './support/started.ts'

const data = dataFolder()
let fresh: FreshDatabase
beforeAll(async () => void (fresh = await freshDatabase()))
afterAll(async () => {
  data.remove()
  await fresh.drop()
})

/** It ends with 1 and one sentence that has these words, in the language of the terminal. */
async function refuses(env: Record<string, string>, en: string, zh: string): Promise<void> {
  const english = start({ GUANXI_DATA: path.join(data.folder, 'en'), PORT: '0', ...env })
  const chinese = start({ GUANXI_DATA: path.join(data.folder, 'zh'), PORT: '0', LANG: 'zh_CN.UTF-8', ...env })
  expect([await english.ended, await chinese.ended]).toEqual([1, 1])
  expect(english.err().trim()).toContain(en)
  expect(chinese.err().trim()).toContain(zh)
  for (const { err, out } of [english, chinese]) {
    // a web app older than its sources is built first, in a line of its own
    expect(
      err()
        .split('\n')
        .filter((line) => line && !/web app|网页/.test(line)),
    ).toHaveLength(1)
    expect(out()).toBe('')
  }
}

test('a wrong value, and one that only the machine can refuse', async () => {
  await refuses({ PORT: 'http' }, 'PORT=http is wrong', 'PORT=http 不对')
  await refuses({ HOST: '203.0.113.7' }, 'Cannot listen on HOST=203.0.113.7', '不能在 HOST=203.0.113.7 上监听')
})

test('a taken port is said before anything else is started', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = address && typeof address === 'object' ? address.port : 0
  await refuses({ PORT: String(port) }, `Port ${port} is taken: set PORT`, `端口 ${port} 已被占用：请用 PORT`)
  await new Promise((resolve) => other.close(resolve))
})

test('a folder that cannot be written is refused', async () => {
  await refuses({ GUANXI_DATA: '/proc/guanxi' }, 'set GUANXI_DATA', '请用 GUANXI_DATA')
  const file = path.join(data.folder, 'a file')
  writeFileSync(file, '')
  await refuses({ GUANXI_DATA: path.join(file, 'data') }, 'set GUANXI_DATA', '请用 GUANXI_DATA')
})

test('a folder of a newer version is refused', async () => {
  const folder = path.join(data.folder, 'newer')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'version'), '99.0.0\n')
  await refuses({ GUANXI_DATA: folder }, 'was written by version 99.0.0', '更新的版本 99.0.0')
})

test('an own PostgreSQL that is not there, or would be run as superuser', async () => {
  const port = await freePort()
  const nowhere = `postgres://guanxi:secret@127.0.0.1:${port}/guanxi`
  await refuses({ DATABASE_URL: nowhere }, `DATABASE_URL at 127.0.0.1:${port} cannot be reached`, '连不上 DATABASE_URL')
  await refuses({ DATABASE_URL: fresh.adminUrl }, 'names the superuser “postgres”', '「postgres」是超级用户')
})

test('an own PostgreSQL is used, and none is started', async () => {
  const folder = path.join(data.folder, 'own')
  const started = start({ GUANXI_DATA: folder, PORT: '0', DATABASE_URL: fresh.runtimeUrl, DATABASE_OWNER_URL: fresh.ownerUrl })
  await answering(started)
  process.kill(started.pid, 'SIGTERM')
  expect(await started.ended).toBe(0)
  expect(existsSync(path.join(folder, 'postgres'))).toBe(false)
})
