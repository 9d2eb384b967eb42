import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { takeTurn } from './turn.ts'

let fresh: FreshDatabase
beforeAll(async () => void (fresh = await freshDatabase()))
afterAll(() => fresh.drop())

test('who comes second waits for longer than the two seconds that the owner gives a lock; without taking turns he gives up', async () => {
  const { owner } = fresh.database
  const first = Promise.withResolvers<void>()
  const enough = Promise.withResolvers<void>()
  const longer = owner(async (run) => {
    await takeTurn(run, 7)
    first.resolve()
    await enough.promise
  })
  await first.promise
  await expect(owner((run) => run(sql`select pg_catalog.pg_advisory_xact_lock(7)`))).rejects.toMatchObject({ code: '55P03' })
  const second = owner((run) => takeTurn(run, 7))
  await pause(2500)
  enough.resolve()
  await Promise.all([longer, second])
})
