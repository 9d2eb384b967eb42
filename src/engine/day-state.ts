/** What a person alone has said about his day: not before that day, and what of it he has seen. Nobody else reads it, and no record changes. */
import { Refusal } from '../lib/errors.ts'
import type { House, Reading } from './house.ts'
import { isId, loadRecords } from './list.ts'
import { type Principal, contextOf } from './principal.ts'
import { sql, table } from './store/sql.ts'

/** `until` null: it is back at once. Only what he may read can be put off. */
export async function snooze(house: House, principal: Principal, object: string, record: string, until: string | null): Promise<void> {
  await writing(house, principal, async (reading) => {
    const [known] = isId(record) ? await loadRecords(reading, object, [record], []) : []
    if (!known) throw new Refusal('not-found')
    const place = table(principal.workspace.schema, 'snooze')
    if (until === null) await reading.run(sql`delete from ${place} where user_id = ${principal.user}::uuid and record = ${record}::uuid`)
    else
      await reading.run(
        sql`insert into ${place} (user_id, record, until) values (${principal.user}::uuid, ${record}::uuid, ${until}::date)
          on conflict (user_id, record) do update set until = excluded.until`,
      )
  })
}

/** What came until now is no news any more; the clock only goes forward. */
export async function see(house: House, principal: Principal): Promise<string> {
  return writing(house, principal, async ({ run, context }) => {
    await run(
      sql`insert into ${table(principal.workspace.schema, 'day_seen')} as d (user_id, at) values (${principal.user}::uuid, ${context.now}::timestamptz)
        on conflict (user_id) do update set at = greatest(d.at, excluded.at)`,
    )
    return context.now
  })
}

async function writing<T>(house: House, principal: Principal, work: (reading: Reading) => Promise<T>): Promise<T> {
  const catalog = await house.catalogOf(principal.workspace)
  const context = contextOf(principal)
  return house
    .databaseOf(principal.workspace)
    .as(principal.workspace.role, (run) => work({ run, catalog, principal, context }), { retry: true })
}
