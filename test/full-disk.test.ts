/**
 * The disk is full: whoever writes is told so, nothing is there by half, what was answered is kept, and when there is room again it
 * goes on by itself. Needs a small disk, which only root may mount; skipped elsewhere.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Answer } from './support/app.ts'
import { csvOf } from './support/imports.ts'
import { busy, doubled, lost, wrongIn } from './support/invariants.ts'
import { rounds } from './support/long.ts'
import { type Plug, insist, plugIn } from './support/plug.ts'
import { type SmallDisk, mayMount, smallDisk } from './support/small-disk.ts'
import { lives, postgresPid, serverPid } from './support/started.ts'

const able = mayMount()
if (!able) console.log('The disk is not filled here: mounting a small one takes root.')

let disk: SmallDisk
let plug: Plug
beforeAll(async () => {
  if (!able) return
  disk = smallDisk(400)!
  plug = await plugIn({ folder: disk.folder, remove: () => undefined })
}, 120_000)
afterAll(async () => {
  if (!able) return
  await plug.end()
  const pid = postgresPid(disk.folder)
  if (pid > 0 && lives(pid)) process.kill(pid, 'SIGKILL')
  disk.remove()
})

const promised: string[] = []
let asked = 0
/** Two kilobytes that do not shrink. */
const story = () => Array.from({ length: 200 }, () => Math.random().toString(36).slice(2, 12)).join('')
async function write(rows = 20): Promise<Answer> {
  const key = `disk ${asked++}`
  const create = Array.from({ length: rows }, (_, i) => ({ name: `满${key} ${i}`, note: story() }))
  const answer = await plug.call('POST', '/leads/batch', { create }, { 'idempotency-key': key })
  if (answer.status === 200) promised.push(key)
  return answer
}
async function send(route: 'files' | 'imports'): Promise<Answer> {
  const form = new FormData()
  if (route === 'imports') form.set('object', 'leads')
  form.set('file', new Blob([csvOf([['姓名'], ...Array.from({ length: 2000 }, (_, i) => [`王芳${i} ${story().slice(0, 100)}`])])]), 'a.csv')
  const answer = await fetch(`${plug.url}/api/v1/${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${plug.key}` },
    body: form,
  })
  return { status: answer.status, body: await answer.json(), headers: answer.headers }
}
/** Files of people, without the folders they lie in. */
const uploads = () =>
  (existsSync(path.join(disk.folder, 'files'))
    ? readdirSync(path.join(disk.folder, 'files'), { recursive: true, withFileTypes: true })
    : []
  )
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
const isProblem = ({ headers }: Answer) => headers.get('content-type')?.startsWith('application/problem+json')

async function sound(): Promise<void> {
  const place = await plug.place()
  while (await busy(place)) await new Promise((resolve) => setTimeout(resolve, 50))
  expect([await lost(place, promised), await doubled(place, ['lead.batch']), await wrongIn(place)]).toEqual([[], [], []])
  await place.database.close()
}

test.runIf(able)(
  'an upload that finds no room is refused with that word and leaves nothing; with room it is kept',
  async () => {
    expect((await send('files')).status).toBe(201)
    const before = uploads()
    disk.fill()
    for (const route of ['files', 'imports'] as const) {
      const answer = await send(route)
      expect([answer.status, answer.body.code, isProblem(answer)]).toEqual([507, 'disk-full', true])
      expect(answer.body.title).toContain('磁盘')
    }
    expect(uploads()).toEqual(before)
    disk.clear()
    expect((await send('imports')).status).toBe(201)
    expect(uploads()).toHaveLength(before.length + 1)
  },
  60_000,
)

test.runIf(able)(
  'PostgreSQL finds no room: whoever writes is told, who reads is served as far as it lives, and with room again the same program goes on',
  async () => {
    const server = serverPid(disk.folder)
    expect((await write()).status).toBe(200)
    disk.fill()
    const refused: Answer[] = []
    // first no table grows; in the long form its own log cannot either, and it ends
    for (let i = 0; i < rounds(30, 2000) && refused.filter(({ status }) => status === 503).length < 5; i++) {
      const answer = await write(100)
      if (answer.status !== 200) refused.push(answer)
      if (answer.status === 503) await new Promise((resolve) => setTimeout(resolve, 300))
    }
    const told = [...new Set(refused.map(({ status, body }) => `${status} ${body.code}`))].toSorted()
    expect(told.filter((words) => !['503 unavailable', '507 disk-full'].includes(words))).toEqual([])
    expect(told).toContain('507 disk-full')
    expect(refused.every(isProblem)).toBe(true)
    disk.clear()
    expect((await insist(() => write())).status).toBe(200)
    expect([lives(server), serverPid(disk.folder)]).toEqual([true, server])
    await sound()
  },
  180_000,
)

test.runIf(able)(
  'PostgreSQL cannot even start: it is tried until there is room, and what was answered is there',
  async () => {
    expect((await write()).status).toBe(200)
    disk.fill()
    await plug.pull('postgres')
    expect((await write()).status).toBe(503)
    await vi.waitFor(() => expect(plug.said()).toContain('the PostgreSQL in the box has stopped'), { timeout: 30_000 })
    expect((await fetch(`${plug.url}/health`)).status).toBe(503)
    disk.clear()
    expect((await insist(() => write())).status).toBe(200)
    await sound()
  },
  180_000,
)

test.runIf(able)('half a file would be seen (so the first test can fail)', () => {
  const before = uploads()
  mkdirSync(path.join(disk.folder, 'files/firm/incoming'), { recursive: true })
  writeFileSync(path.join(disk.folder, 'files/firm/incoming/half'), 'ha')
  expect(uploads()).not.toEqual(before)
})
