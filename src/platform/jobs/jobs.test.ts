import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { raw } from 'sql-template-tag'
import { afterEach, expect, test, vi } from 'vitest'
import { type FreshHouse, freshHouse, houseOn } from '../../../test/support/house.ts'
import { sql, table } from '../../engine/store/sql.ts'
import { type Tx, deed } from '../../engine/write/tx.ts'
import { startJobs } from './jobs.ts'
import type { Jobs, Task } from './jobs.ts'
import { unlockDead } from './presence.ts'

const ends: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

type Started = FreshHouse & { jobs: Jobs; complaints: string[] }

async function firm(): Promise<FreshHouse> {
  const firm = await freshHouse([])
  ends.push(firm.drop)
  return firm
}

async function working(firm: FreshHouse, tasks: Record<string, Task>): Promise<Started> {
  const complaints: string[] = []
  const { runtimeUrl, ownerUrl } = firm.fresh
  const jobs = await startJobs({
    ...firm.fresh,
    house: firm.house,
    runtimeUrl,
    ownerUrl,
    tasks,
    sweepMs: 200,
    log: (words) => complaints.push(words),
  })
  firm.house.wake = jobs.wake
  ends.push(jobs.stop)
  return { ...firm, jobs, complaints }
}

const leave = ({ house, who }: FreshHouse, job: string, payload: Record<string, unknown>, more?: (tx: Tx) => Promise<void>) =>
  deed(house, who, 'test.leave', async (tx) => {
    await tx.later(job, payload)
    await more?.(tx)
  })

const outbox = async ({ house, workspace }: FreshHouse) =>
  (
    await house.database.as(workspace.role, (run) =>
      run<{ id: string; job: string; handed_at: string | null }>(sql`select id, job, handed_at from ${table(workspace.schema, 'outbox')}`),
    )
  ).rows

const queued = async ({ house }: FreshHouse) =>
  Number((await house.database.query<{ n: string }>(sql`select count(*) as n from graphile_worker.jobs`)).rows[0]?.n)

const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 20 })

test('what a deed left is done after its commit, in its own workspace, and its row goes', async () => {
  const done: { payload: unknown; workspace: string }[] = []
  const here = await working(await firm(), {
    greet: async (payload, { workspace }) => void done.push({ payload, workspace: workspace.id }),
  })
  await leave(here, 'greet', { name: '李雷' })
  await soon(() => expect(done).toEqual([{ payload: { name: '李雷' }, workspace: here.workspace.id }]))
  await soon(async () => expect(await outbox(here)).toEqual([]))
  await soon(async () => expect(await queued(here)).toBe(0))
})

test('a deed that is rolled back leaves nothing to do; one that commits does', async () => {
  const done: unknown[] = []
  const here = await working(await firm(), { note: async ({ text }) => void done.push(text) })
  const rolledBack = leave(here, 'note', { text: 'never' }, () => Promise.reject(new Error('no')))
  await expect(rolledBack).rejects.toThrow('no')
  await leave(here, 'note', { text: 'after' })
  await soon(() => expect(done).toContain('after'))
  await soon(async () => expect(await queued(here)).toBe(0))
  expect(done).toEqual(['after'])
})

test('twin: a job that is put into the queue before the commit runs although the deed is rolled back', async () => {
  const done: unknown[] = []
  const here = await working(await firm(), { note: async ({ text }) => void done.push(text) })
  // Its own transaction, as anybody would write it who does not know of the outbox.
  const naive = async () => {
    const id = '01890000-0000-7000-8000-000000000001'
    await here.house.database.as(here.workspace.role, (run) =>
      run(
        sql`insert into ${table(here.workspace.schema, 'outbox')} (id, job, payload, at) values (${id}, 'note', '{"text": "never"}', ${new Date().toISOString()})`,
      ),
    )
    here.jobs.wake(here.workspace)
  }
  await expect(leave(here, 'note', { text: 'x' }, async () => naive().then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no')
  await soon(() => expect(done).toEqual(['never']))
})

test('what a crash left between commit and handing on is done after the next start', async () => {
  const here = await firm()
  await leave(here, 'note', { text: 'left' })
  expect(await outbox(here)).toMatchObject([{ job: 'note', handed_at: null }])
  const done: unknown[] = []
  await working(here, { note: async ({ text }) => void done.push(text) })
  await soon(() => expect(done).toEqual(['left']))
})

test('workers that could not begin, for PostgreSQL was not there that moment, are replaced: what is left then is done', async () => {
  const here = await firm()
  const done: unknown[] = []
  const tasks: Record<string, Task> = { note: async ({ text }) => void done.push(text) }
  await (await working(here, tasks)).jobs.stop()
  const owner = new pg.Client({ connectionString: here.fresh.ownerUrl })
  await owner.connect()
  ends.push(() => owner.end())
  // the first thing that they ask for
  await owner.query('alter table graphile_worker._private_tasks rename to away')
  await working(here, tasks)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  await owner.query('alter table graphile_worker.away rename to _private_tasks')
  await leave(here, 'note', { text: 'after' })
  await soon(() => expect(done).toEqual(['after']))
})

test('handed on twice is done once', async () => {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const done: unknown[] = []
  const here = await working(await firm(), {
    note: async ({ text }) => {
      await held
      done.push(text)
    },
  })
  await leave(here, 'note', { text: 'once' })
  await soon(async () => expect((await outbox(here))[0]?.handed_at).not.toBeNull())
  // as after a crash between handing on and marking
  await here.house.database.as(here.workspace.role, (run) =>
    run(sql`update ${table(here.workspace.schema, 'outbox')} set handed_at = null`),
  )
  here.jobs.wake(here.workspace)
  await soon(async () => expect((await outbox(here))[0]?.handed_at).not.toBeNull())
  release()
  await soon(async () => expect(await outbox(here)).toEqual([]))
  await soon(async () => expect(await queued(here)).toBe(0))
  expect(done).toEqual(['once'])
})

test('a job that the queue lost is found in the outbox at the next start', async () => {
  const here = await firm()
  const first = await working(here, { other: async () => undefined })
  await leave(here, 'note', { text: 'kept' })
  await soon(async () => expect((await outbox(here))[0]?.handed_at).not.toBeNull())
  await first.jobs.stop()
  await here.house.database.query(sql`delete from graphile_worker._private_jobs`)
  const done: unknown[] = []
  await working(here, { note: async ({ text }) => void done.push(text) })
  await soon(() => expect(done).toEqual(['kept']))
})

test('a job that fails is tried again, and says so', async () => {
  let tries = 0
  const here = await working(await firm(), {
    note: async () => {
      if (++tries === 1) throw new Error('the mail server is away')
    },
  })
  await leave(here, 'note', {})
  await soon(() => expect(here.complaints.join()).toContain('the mail server is away'))
  // its next try is put off for some seconds; nobody needs to wait for them here
  await soon(() => here.house.database.query(sql`update graphile_worker._private_jobs set run_at = ${new Date(0).toISOString()}`))
  here.jobs.wake(here.workspace)
  await leave(here, 'note', {})
  await soon(() => expect(tries).toBe(3))
  await soon(async () => expect(await outbox(here)).toEqual([]))
})

test('a job whose process is killed runs again at once, to its end', async () => {
  const here = await firm()
  const started = path.join(here.house.files, 'started')
  await killedWhileWorking(here, started)
  expect(await outbox(here)).toHaveLength(1)
  const done: unknown[] = []
  await working(here, { hang: async ({ text }) => void done.push(text) })
  await soon(() => expect(done).toEqual(['long work']))
  await soon(async () => expect(await outbox(here)).toEqual([]))
})

test('twin: without asking who lives, the lock of a killed worker stays', async () => {
  const here = await firm()
  await killedWhileWorking(here, path.join(here.house.files, 'started'))
  const { rows } = await here.house.database.query<{ locked_by: string; attempts: number }>(
    sql`select locked_by, attempts from graphile_worker.jobs`,
  )
  expect(rows).toEqual([{ locked_by: expect.stringMatching(/^pool-/), attempts: 1 }])
})

test('whoever looks for dead workers spares a living one', async () => {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  let begun = 0
  const slow: Task = async () => {
    begun++
    await held
  }
  const here = await working(await firm(), { slow })
  await leave(here, 'slow', {})
  await soon(() => expect(begun).toBe(1))
  expect(await locksAfterLooking(here)).toBe(1)
  release()
  await soon(async () => expect(await queued(here)).toBe(0))
})

test('twin: and frees what a killed one held', async () => {
  const here = await firm()
  await killedWhileWorking(here, path.join(here.house.files, 'started'))
  await soon(async () => expect(await locksAfterLooking(here)).toBe(0))
})

async function locksAfterLooking({ fresh, house }: FreshHouse): Promise<number> {
  const pool = new pg.Pool({ connectionString: fresh.runtimeUrl, max: 1 })
  await unlockDead(pool, 'a third server').finally(() => pool.end())
  const { rows } = await house.database.query<{ n: string }>(
    sql`select count(*) as n from graphile_worker.jobs where locked_by is not null`,
  )
  return Number(rows[0]?.n)
}

test('a job that waits for a clock which was set back is done now; one that has failed often waits its time', async () => {
  const here = await working(await firm(), {})
  const put = async (attempts: number, wait: string) => {
    await leave(here, 'note', {})
    await soon(async () => expect(await queued(here)).toBe(attempts ? 1 : 2))
    await here.house.database.query(
      sql`update graphile_worker._private_jobs set attempts = ${attempts}, run_at = now() + ${wait}::interval where attempts = 0`,
    )
  }
  await put(10, '6 hours')
  await put(0, '1 day')
  const waiting = async () =>
    (await here.house.database.query<{ attempts: number }>(sql`select attempts from graphile_worker.jobs where run_at > now()`)).rows
  await soon(async () => expect(await waiting()).toEqual([{ attempts: 10 }]))
})

// under `shared` nothing but the engine keeps it away
test.skipIf(process.env.GUANXI_IDENTITY === 'shared')('the role of a workspace cannot reach the queue', async () => {
  const here = await working(await firm(), { note: async () => undefined })
  const attempts = [
    'select * from graphile_worker.jobs',
    `select graphile_worker.add_job('note')`,
    'delete from graphile_worker._private_jobs',
    'select * from graphile_worker.migrations',
  ]
  for (const attempt of attempts)
    await expect(here.house.database.as(here.workspace.role, (run) => run(raw(attempt)))).rejects.toMatchObject({ code: '42501' })
  // twin: the same statements are well-formed
  await here.house.database
    .as(null, async (run) => {
      for (const attempt of attempts) await run(raw(attempt))
      throw new Error('enough')
    })
    .catch((error: Error) => expect(error.message).toBe('enough'))
})

test('without the owner’s address the queue must have been laid before', async () => {
  const here = await firm()
  const wish = {
    database: here.house.database,
    house: here.house,
    runtimeUrl: here.fresh.runtimeUrl,
    tasks: { note: async () => undefined },
  }
  await expect(startJobs(wish)).rejects.toThrow('DATABASE_OWNER_URL')
  const first = await startJobs({ ...wish, ownerUrl: here.fresh.ownerUrl })
  await first.stop()
  const second = await startJobs(wish)
  await second.stop()
})

/** Another server takes the job, begins, and dies with kill -9. */
async function killedWhileWorking(here: FreshHouse, started: string): Promise<void> {
  const { runtimeUrl, ownerUrl } = here.fresh
  const script = path.join(import.meta.dirname, '../../../test/support/hanging-server.ts')
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, GIVEN: JSON.stringify({ runtimeUrl, ownerUrl, started }) },
    stdio: 'inherit',
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  ends.push(() => void child.kill('SIGKILL'))
  await leave({ ...here, house: houseOn(here.fresh, [], here.house.files) }, 'hang', { text: 'long work' })
  await soon(() => expect(existsSync(started)).toBe(true))
  child.kill('SIGKILL')
  await ended
}
