import { afterEach, expect, test } from 'vitest'
import { type FreshHouse, freshHouse } from '../../../test/support/house.ts'
import { sql, table } from '../../engine/store/sql.ts'
import { forgetOld } from './forget.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

test('events go after a day, kept answers after two, not before', async () => {
  const here = await freshHouse([])
  ends.push(here.drop)
  for (const hours of [1, 23, 25, 47, 49, 1000]) await leave(here, new Date(Date.now() - hours * 3_600_000).toISOString())
  await forgetOld(here.house, here.workspace)
  expect(await count(here, 'event')).toBe(2)
  expect(await count(here, 'idempotency')).toBe(4)
})

const leave = ({ house, workspace, who }: FreshHouse, at: string) =>
  house.database.as(workspace.role, async (run) => {
    const [event, answer] = [table(workspace.schema, 'event'), table(workspace.schema, 'idempotency')]
    await run(
      sql`insert into ${event} (xid, changeset, object, kind, ids, at) values (pg_current_xact_id(), ${who.user}, 'lead', 'changed', '{}', ${at})`,
    )
    await run(sql`insert into ${answer} (principal, key, hash, at) values (${who.user}, ${at}, 'x', ${at})`)
  })

async function count({ house, workspace }: FreshHouse, name: string): Promise<number> {
  const { rows } = await house.database.as(workspace.role, (run) =>
    run<{ n: string }>(sql`select count(*) as n from ${table(workspace.schema, name)}`),
  )
  return Number(rows[0]?.n)
}
