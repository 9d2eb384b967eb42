/** Work that two server processes share: an import watched and taken back elsewhere, jobs, and what goes on when one is killed. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvOf, reached, upload } from './support/imports.ts'
import { rounds } from './support/long.ts'
import { type Pair, type Side, startPair, leadsNamed } from './support/pair.ts'

let pair: Pair
const other = (side: Side): Side => (side ? 0 : 1)
const admin = (side: Side) => pair.admin.call[side]
beforeAll(async () => void (pair = await startPair()), 120_000)
afterAll(() => pair?.end(), 60_000)

const named = (start: string) => leadsNamed(admin(1), start)

const as = (side: Side) => ({ as: { administrator: admin(side), manager: admin(side), salesperson: admin(side), other: admin(side) } })
async function begun(side: Side, batch: string, many: number): Promise<string> {
  const rows = Array.from({ length: many }, (_, i) => [`${batch}${i}`, i % 10 ? '' : '回电话'])
  const id = await upload(pair.urls[side], pair.admin.key, 'leads', csvOf([['姓名', '下一步'], ...rows]))
  expect((await admin(side)('POST', `/imports/${id}/check`)).status).toBe(202)
  await reached(as(other(side)), 'administrator', id, 'checked')
  return id
}

test('an import begun on one is watched, refused while it runs, and taken back on the other', async () => {
  const id = await begun(0, '甲批', 4000)
  const started = await admin(0)('POST', `/imports/${id}/run`)
  const early = await admin(1)('POST', `/changesets/${started.body.changeset}/undo`, {})
  expect([404, 422]).toContain(early.status)
  const seen = new Set<number>()
  for (;;) {
    const { body } = await admin(1)('GET', `/imports/${id}`)
    seen.add(body.done)
    if (body.state === 'done') break
    await pause(20)
  }
  expect(seen.size).toBeGreaterThan(1)
  expect(await named('甲批')).toHaveLength(4000)
  expect((await admin(1)('POST', `/changesets/${started.body.changeset}/undo`, {})).body).toMatchObject({ reverted: 4000, refused: [] })
  expect((await admin(0)('POST', `/changesets/${started.body.changeset}/undo`, {})).status).toBe(422)
  expect(await named('甲批')).toEqual([])
  const dropped = await begun(1, '丙批', 10)
  expect((await admin(0)('DELETE', `/imports/${dropped}`)).status).toBe(204)
})

test('a check and a run that one server does are stopped on the other, and what was written is taken back there', async () => {
  const long = Array.from({ length: 20_000 }, (_, i) => [`戊批${i}`])
  const id = await upload(pair.urls[0], pair.admin.key, 'leads', csvOf([['姓名'], ...long]))
  const going = async (verb: 'check' | 'run') => {
    await pair.signal(1, 'SIGSTOP')
    expect((await admin(0)('POST', `/imports/${id}/${verb}`)).status).toBe(202)
    await expect.poll(async () => (await admin(0)('GET', `/imports/${id}`)).body.done, { interval: 20, timeout: 30_000 }).toBeGreaterThan(0)
    await pair.signal(1, 'SIGCONT')
    const seen = (await admin(1)('GET', `/imports/${id}`)).body
    expect(seen.done).toBeGreaterThan(0)
    return (await admin(1)('POST', `/imports/${id}/stop`)).body
  }
  expect(await going('check')).toMatchObject({ state: 'uploaded' })
  await admin(0)('POST', `/imports/${id}/check`)
  await reached(as(1), 'administrator', id, 'checked')
  const stopped = await going('run')
  expect(stopped).toMatchObject({ state: 'failed', stopped: 'asked' })
  expect(stopped.created).toBeLessThan(20_000)
  expect((await admin(1)('POST', `/changesets/${stopped.changeset}/undo`, {})).body).toMatchObject({
    reverted: stopped.created,
    refused: [],
  })
  expect(await named('戊批')).toEqual([])
}, 120_000)

test(
  'a server killed in mid-import: the other ends it, each row once',
  async () => {
    for (let round = 0; round < rounds(1, 20); round++) {
      const side: Side = round % 2 ? 1 : 0
      const batch = `乙${round}批`
      const id = await begun(side, batch, 6000)
      // the other is held, so that this one takes the job; then it is killed, and the other let go
      await pair.signal(other(side), 'SIGSTOP')
      expect((await admin(side)('POST', `/imports/${id}/run`)).status).toBe(202)
      await expect
        .poll(async () => (await admin(side)('GET', `/imports/${id}`)).body.done, { interval: 20, timeout: 30_000 })
        .toBeGreaterThan(0)
      await pair.signal(side, 'SIGKILL')
      await pair.signal(other(side), 'SIGCONT')
      const left = await admin(other(side))('GET', `/imports/${id}`)
      expect(left.body.state).toBe('running')
      const done = await reached(as(other(side)), 'administrator', id, 'done')
      expect(done).toMatchObject({ created: 6000, failed: 0, skipped: 0 })
      await pair.begin(side)
      const names = await named(batch)
      expect([names.length, new Set(names).size]).toEqual([6000, 6000])
    }
  },
  rounds(120_000, 1_800_000),
)

test('one is killed while sixteen people write: nobody notices but by a retry, and what was answered is there once', async () => {
  const odd: number[] = []
  const answered: string[] = []
  let killed = false
  const person = async (i: number) => {
    for (let n = 0; n < 12 || !killed; n++) {
      const wish = { name: `丁${i}-${n}` }
      const key = { 'idempotency-key': `${i}-${n}` }
      for (let side: Side = i % 2 ? 1 : 0; ; side = other(side)) {
        const answer = await admin(side)('POST', '/leads', wish, key).catch(() => null)
        if (answer && answer.status !== 201) odd.push(answer.status)
        if (answer?.status === 201) break
        await pause(50)
      }
      answered.push(wish.name)
    }
  }
  const all = Promise.all(Array.from({ length: 16 }, (_, i) => person(i)))
  await expect.poll(() => answered.length, { timeout: 30_000 }).toBeGreaterThan(40)
  await pair.signal(0, 'SIGKILL')
  killed = true
  await all
  await pair.begin(0)
  expect(odd).toEqual([])
  expect((await named('丁')).toSorted()).toEqual(answered.toSorted())
}, 120_000)
