/**
 * Everything that can be done is done by several at once, at random, while the plug is pulled on the server and on its PostgreSQL:
 * what was answered is kept, nothing is there twice, and all that the rows say about each other holds.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type Walk, walkOver } from './support/deeds.ts'
import { busy, doubled, lost, wrongIn } from './support/invariants.ts'
import { rounds } from './support/long.ts'
import { type Plug, insist, plugIn } from './support/plug.ts'
import { chance } from './support/random.ts'

const seed = Number(process.env.CRASH_SEED ?? Date.now() % 2 ** 31)
const pulls = rounds(6, 300)
const walkers = 6

let plug: Plug | undefined
afterEach(() => plug?.end())

/** Several do whatever can be done until `over`. */
function everybody({ step }: Walk, over: () => boolean): Promise<unknown> {
  const one = async () => {
    while (!over()) await step()
  }
  return Promise.all(Array.from({ length: walkers }, one))
}

/** Any moment; while there are deeds that were never cut off, one of those is waited for a while. */
async function moment({ under }: Walk, cut: Set<string>, dice: ReturnType<typeof chance>): Promise<void> {
  await pause(dice.below(400))
  for (const end = performance.now() + 2000; [...under].every((deed) => cut.has(deed)) && performance.now() < end;) await pause(2)
  await pause(dice.below(20))
}

/** A walk whose requests are sent until they are answered. */
const walkIn = ({ call }: Plug, dice: ReturnType<typeof chance>) =>
  walkOver(
    (...asked) => insist(() => call(...asked)),
    ({ method, path, body, keyed }, key) => insist(() => call(method, path, body, keyed ? { 'idempotency-key': key } : {})),
    dice,
  )

/** Those that answer for themselves by a key. */
const keyed = (kinds: string[]) => kinds.filter((kind) => !/\.(update|remove|undo)$/.test(kind))

/** What never came through, and is not forbidden either. */
const never = ({ ledger, kinds }: Walk) =>
  kinds.filter((kind) => !ledger.done.get(kind) && !ledger.locked.has(kind)).map((kind) => `${kind}: ${ledger.refused.get(kind)}`)

test(
  'every deed, and the plug is pulled on whatever is under way: what was answered is kept and nothing is there twice',
  { timeout: pulls * 60_000 },
  async () => {
    plug = await plugIn()
    const dice = chance(seed)
    const walk = await walkIn(plug, dice)
    const cut = new Set<string>()
    for (let pulled = 0; pulled < pulls;) {
      let over = false
      const walking = everybody(walk, () => over)
      for (const until = Math.min(pulls, pulled + 25); pulled < until;) {
        await moment(walk, cut, dice)
        if (!walk.under.size) continue
        for (const deed of walk.under) cut.add(deed)
        await plug.pull(pulled++ % 2 ? 'postgres' : 'server')
      }
      // so that in the short form, too, each was done
      for (const end = performance.now() + 180_000; never(walk).length && performance.now() < end;) await pause(200)
      over = true
      await walking
      expect(await broken(plug, walk), `CRASH_SEED=${seed}, after ${pulled}`).toEqual([])
    }
    expect(never(walk), 'deeds that were never done').toEqual([])
    // in the long form each of them was under way at least once when it happened
    if (pulls > 200) expect(walk.kinds.filter((kind) => !cut.has(kind) && walk.ledger.done.get(kind))).toEqual([])
  },
)

/** When all jobs are done: what was answered and is not there, what is there twice, what does not agree. */
async function broken({ place: reach }: Plug, { ledger, kinds }: Walk): Promise<string[]> {
  const place = await reach()
  while (await busy(place)) await pause(100)
  const found = [...(await lost(place, ledger.promised)), ...(await doubled(place, keyed(kinds))), ...(await wrongIn(place))]
  await place.database.close()
  return found
}

test(
  'with a PostgreSQL that answers before it has written, the same is found to lose what was answered (so the test above can fail)',
  { timeout: 120_000 },
  async () => {
    plug = await plugIn()
    await plug.admin(
      'alter database guanxi set synchronous_commit = off',
      `alter system set wal_writer_delay = '10s'`,
      'select pg_reload_conf()',
    )
    await plug.pull('server')
    const walk = await walkIn(plug, chance(seed))
    let gone: string[] = []
    for (let round = 0; round < 10 && !gone.length; round++) {
      const end = performance.now() + 1500
      await everybody(walk, () => performance.now() > end)
      await plug.pull('postgres')
      await insist(() => plug!.call('GET', '/me'))
      const place = await plug.place()
      gone = await lost(place, walk.ledger.promised)
      await place.database.close()
    }
    expect(gone).not.toEqual([])
  },
)
