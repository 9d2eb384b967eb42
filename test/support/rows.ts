/** What stands in the tables, past all rights: asked as their owner. `$.` in the text is the workspace's schema. */
import { createHash } from 'node:crypto'
import { Sql, raw } from 'sql-template-tag'
import type { App } from './app.ts'

type Place = Pick<App, 'fresh'> & { workspace: { schema: string } }
export type Plain = { id: string } & Record<string, string | null>

export async function ask<T = Plain>({ fresh, workspace }: Place, text: string, values: unknown[] = []): Promise<T[]> {
  const parts = text.replaceAll('$.', `"${workspace.schema}".`).split('?')
  const statement = values.length ? new Sql(parts, values) : raw(parts.join('?'))
  return (await fresh.database.owner((run) => run<T>(statement))).rows
}

/** A fingerprint of each table: that nothing changed can be said of rows, changes and events at once. */
export async function fingerprints(app: Place, tables: string[]): Promise<Record<string, string>> {
  await allDone(app)
  const all = [...tables, 'change', 'changeset', 'event', 'outbox', 'counter', 'idempotency']
  const text = all.map((name) => `select '${name}' as name, string_agg(t::text, E'\\n' order by t::text) as body from $.${name} t`)
  const rows = await ask<{ name: string; body: string | null }>(app, text.join(' union all '))
  return Object.fromEntries(
    rows.map(({ name, body }) => [
      name,
      createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    ]),
  )
}

/** What earlier deeds left to be done (the copy of a quote that was sent) has been done; a job that never ends is not waited for longer than this. */
async function allDone(app: Place): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (!(await ask(app, 'select 1 as left from $.outbox limit 1')).length) return
    await new Promise((later) => setTimeout(later, 50))
  }
}
