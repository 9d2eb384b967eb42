import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from './support/app.ts'
import { importTable } from './support/imports.ts'
import { ask } from './support/rows.ts'

const many = 10_000
const edited = 37

let app: App
let leads: string[]
beforeAll(async () => {
  app = await startApp()
  leads = await layLeads()
})
afterAll(() => app.stop())

const mobile = (i: number) => `139${String(10_000_000 + i)}`

async function layLeads(): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < many; from += 1000) {
    const create = Array.from({ length: 1000 }, (_, i) => ({
      name: `客户${from + i}`,
      mobile: mobile(from + i),
      email: `c${from + i}@firm.test`,
      region: from % 3000 ? '苏州' : null,
      rating: 'B',
      note: '第一次见面\n在展会',
    }))
    const { body } = await app.as.salesperson('POST', '/leads/batch', { create })
    ids.push(...body.records.map((record: { id: string }) => record.id))
  }
  return ids
}

type Row = Record<string, unknown>
/** Every column of every lead as text, but for which version it is and who wrote last. */
async function snapshot(table = 'o_lead'): Promise<Map<string, Row>> {
  const rows = await ask<{ id: string; row: string }>(
    app,
    `select id, (to_jsonb(t) - '{version,updated_at,updated_by}'::text[])::text as row from $.${table} t order by id`,
  )
  return new Map(rows.map(({ id, row }) => [id, JSON.parse(row) as Row]))
}

/** What is not as it should be: `own` are rows that keep what they have now. */
function astray(should: Map<string, Row>, is: Map<string, Row>, own: Set<string>, now: Map<string, Row>): string[] {
  const found: string[] = []
  for (const [id, row] of should) {
    const wanted = own.has(id) ? now.get(id) : row
    if (JSON.stringify(is.get(id)) !== JSON.stringify(wanted)) found.push(id)
  }
  return is.size === should.size ? found : [...found, `${is.size} rows instead of ${should.size}`]
}

/** As undoing would be by somebody in a hurry: what was there before is written back, whatever has happened since. */
async function naiveUndo(changeset: string): Promise<void> {
  const columns = ['f_region', 'f_title', 'f_rating', 'f_note', 'f_name']
  const back = columns.map((column) => `${column} = c.before ->> '${column}'`)
  await ask(
    app,
    `update $.o_lead l set ${back.join(', ')} from $.change c where c.record = l.id and c.op = 'u' and c.changeset = '${changeset}'`,
  )
}

const header = ['手机', '地区', '职务', '意向等级', '备注', '姓名']
const changed = (i: number) => [mobile(i), '上海', `经理${i}`, i % 2 ? 'A' : 'C', `表格里的备注, ${i}`, `客户${i}（改）`]

test('an import that changed ten thousand is taken back to the byte, but for what a colleague changed since; and that is taken back too', async () => {
  const before = await snapshot()
  const done = await importTable(app, 'salesperson', 'leads', [header, ...Array.from({ length: many }, (_, i) => changed(i))], {
    mode: 'update',
    key: ['mobile'],
  })
  expect(done).toMatchObject({ updated: many, created: 0, failed: 0, skipped: 0 })
  const imported = await snapshot()
  expect([...imported.values()].every((row) => row.f_region === '上海')).toBe(true)

  const fields = ['region', 'title', 'note', 'name'] as const
  const touched = leads.filter((_, i) => i % 269 === 5).slice(0, edited)
  for (const [i, id] of touched.entries())
    expect((await app.as.manager('PATCH', `/leads/${id}`, { [fields[i % 4]!]: `经理改的${i}` })).status).toBe(200)
  // What the import did not write is nobody's hindrance, and stays.
  const beside = leads.slice(9000, 9005)
  for (const id of beside) await app.as.manager('PATCH', `/leads/${id}`, { wechat: 'wx-777' })
  for (const id of beside) for (const rows of [before, imported]) Object.assign(rows.get(id)!, { f_wechat: 'wx-777' })
  const now = await snapshot()

  const { body } = await app.as.salesperson('POST', `/changesets/${done.changeset}/undo`, {})
  expect([body.reverted, body.refused.length]).toEqual([many - edited, edited])
  for (const refusal of body.refused) {
    expect(refusal).toMatchObject({
      object: 'lead',
      field: fields[touched.indexOf(refusal.id) % 4],
      code: 'changed-later',
      by: { id: app.users.manager, title: '王敏' },
    })
    expect(refusal.message).toContain('王敏')
    expect(Date.parse(refusal.at)).toBeGreaterThan(Date.now() - 600_000)
  }
  const own = new Set(touched)
  expect(astray(before, await snapshot(), own, now)).toEqual([])

  const again = await app.as.salesperson('POST', `/changesets/${body.changeset}/undo`, {})
  expect([again.body.reverted, again.body.refused]).toEqual([many - edited, []])
  expect(astray(imported, await snapshot(), own, now)).toEqual([])

  // and the twin: written back without looking, the colleague's 37 are lost, and it is noticed
  await naiveUndo(done.changeset)
  expect(astray(before, await snapshot(), own, now).length).toBeGreaterThanOrEqual(edited)
}, 180_000)
