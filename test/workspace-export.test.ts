import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { obey } from '../src/cli/command.ts'
import type { Command } from '../src/cli/command.ts'
import { exportWorkspace, importWorkspace } from '../src/cli/export-workspace.ts'
import { define } from '../src/engine/workspace.ts'
import { text } from '../src/fields/index.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { type Manifest, writeManifest } from '../src/platform/backup/manifest.ts'
import { restoreBackup } from '../src/platform/backup/restore.ts'
import { personOf } from '../src/platform/directory/people.ts'
import { type Workspace, allWorkspaces } from '../src/platform/directory/workspaces.ts'
import { version } from '../src/version.ts'
import { type App, type Call, caller, emails, password, startApp } from './support/app.ts'
import { handsFor } from './support/hands.ts'
import { ask } from './support/rows.ts'

let app: App
let folder: string
let added: Call
let copy: Workspace
const kept = () => path.join(folder, 'kept')

const run = async (command: Command, ...args: string[]) => obey(command, args, await handsFor(app))

async function post(call: Call, place: string, body: object): Promise<Record<string, string>> {
  const answer = await call('POST', place, body)
  expect([answer.status, answer.body.errors]).toEqual([201, undefined])
  return (await call('GET', `${place}/${answer.body.id}`)).body
}

beforeAll(async () => {
  app = await startApp()
  folder = mkdtempSync(path.join(tmpdir(), 'guanxi-export-'))
  const field = { of: 'lead', name: 'colour', field: text({ label: { zh: '颜色', en: 'Colour' } }) }
  await define(app.house, await app.principal('administrator'), { fields: [field] }, app.house.forget)
  const form = new FormData()
  form.append('file', new Blob(['名片']), '名片.txt')
  const sent = await fetch(`${app.url}/api/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys.salesperson}` },
    body: form,
  })
  expect(sent.status).toBe(201)
  for (let i = 0; i < 30; i++) await post(app.as.salesperson, '/leads', { name: `线索 ${i}`, colour: '红', note: '一行\n"两行"\\ ' })
  const { id: account } = await post(app.as.administrator, '/accounts', { name: '导出机械' })
  await app.as.administrator('POST', `/accounts/${account}/share`, { user: app.users.other, level: 'write' })
  await post(app.as.administrator, '/quotes', { account: account!, lines: [{ description: '车床', quantity: '3', price: '100.123456' }] })
  await post(app.as.administrator, '/payments', { account: account!, amount: '99999999.01' })
}, 120_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await app.stop()
})

async function prints(schema: string): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(
    { fresh: app.fresh, workspace: { schema } },
    `select relname::text as name from pg_class where relnamespace = '${schema}'::regnamespace and relkind = 'r'`,
  )
  const kinds = tables
    .map(({ name }) => name)
    .filter((name) => !['event', 'outbox', 'idempotency', 'import', 'import_row', 'state'].includes(name))
  const found: [string, string][] = []
  for (const name of kinds) {
    const [row] = await ask<{ print: string }>(
      { fresh: app.fresh, workspace: { schema } },
      `select count(*) || ' ' || coalesce(md5(string_agg(to_jsonb(t)::text, ' ' order by to_jsonb(t)::text)), '') as print from $."${name}" t`,
    )
    found.push([name, row!.print])
  }
  return Object.fromEntries(found)
}

test('a workspace is exported, and comes in beside itself with every row of every table', async () => {
  const before = await prints(app.workspace.schema)
  const out = await run(exportWorkspace, '--to', kept(), '--workspace', app.workspace.id)
  expect(out.json).toMatchObject({ workspace: app.workspace.id, files: 1, tables: { o_lead: 30, o_payment: 1, file: 1 } })
  const back = await run(importWorkspace, '--from', kept(), '--name', '第二家')
  copy = (await allWorkspaces(app.fresh.database)).find(({ name }) => name === '第二家')!
  expect(back.json).toMatchObject({ workspace: copy.id, people: 4, tables: { o_lead: 30 } })
  expect(await prints(copy.schema)).toEqual(before)
  for (const name of ['o_lead', 'o_quote', 'o_payment', 'o_user', 'changeset', 'change', 'counter', 'definition', 'file'])
    expect(before[name], name).toMatch(/^[1-9]/)
  expect(await prints(app.workspace.schema)).toEqual(before)
}, 120_000)

test('its people sign in as before, find their records and what their firm added, and numbers go on', async () => {
  const { id: person } = (await personOf(app.fresh.database, emails.administrator))!
  added = caller(app.url, (await createKey(app.fresh.database, { person, workspace: copy.id }, 'test')).key)
  const { body } = await added('GET', '/leads?limit=1')
  expect(body.records[0]).toMatchObject({ colour: '红' })
  const history = await added('GET', '/changesets?limit=200')
  expect(history.body.records.filter((each: { deed: string }) => each.deed === 'lead.create')).toHaveLength(30)
  const [old] = await ask({ fresh: app.fresh, workspace: copy }, 'select f_number as number from $.o_payment')
  const { id: account } = await post(added, '/accounts', { name: '另一家' })
  const next = await post(added, '/payments', { account: account!, amount: '1.00' })
  expect(Number(next.number!.slice(-4))).toBe(Number(old!.number!.slice(-4)) + 1)
  const [file] = await ask<{ id: string; hash: string }>({ fresh: app.fresh, workspace: copy }, 'select id, hash from $.file')
  const bytes = readFileSync(path.join(app.house.files, copy.id, file!.hash.slice(0, 2), file!.hash))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(file!.hash)
  const session = await fetch(`${app.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emails.salesperson, password }),
  })
  expect((await session.json()).workspaces.map(({ name }: { name: string }) => name)).toContain('第二家')
  // a new record here is none there, and the comparison above would see it
  expect((await prints(copy.schema)).o_account).not.toBe((await prints(app.workspace.schema)).o_account)
  expect(await ask(app, `select 1 from $.o_account where f_name = '另一家'`)).toEqual([])
})

const reseal = (at: string, name: string, change: (text: string) => string): void => {
  const { seal: _, ...manifest }: Manifest & { seal: string } = JSON.parse(readFileSync(path.join(at, 'manifest.json'), 'utf8'))
  const bytes = Buffer.from(change(readFileSync(path.join(at, name), 'utf8')))
  writeFileSync(path.join(at, name), bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  writeManifest(at, {
    ...manifest,
    files: manifest.files.map((each) => (each.path === name ? { path: name, size: bytes.length, sha256 } : each)),
  })
}
const turn = (at: string, name: string) =>
  writeFileSync(path.join(at, name), readFileSync(path.join(at, name), 'utf8').replace('线索 7', '线索 8'))

const damages: [string, RegExp, (at: string) => void][] = [
  ['a name changed in a table', /what stands in tables\/o_lead.jsonl is not what was saved/, (at) => turn(at, 'tables/o_lead.jsonl')],
  [
    'a row fewer than was said',
    /o_lead should have 30 rows and has 29/,
    (at) => reseal(at, 'tables/o_lead.jsonl', (all) => all.slice(all.indexOf('\n') + 1)),
  ],
  [
    'a column that is not known here',
    /has o_lead.f_later, which this program does not know/,
    (at) => reseal(at, 'tables/o_lead.jsonl', (all) => all.replaceAll('"f_name"', '"f_later"')),
  ],
  ['no manifest', /is no complete backup/, (at) => rmSync(path.join(at, 'manifest.json'))],
]

test.each(damages)('an export with %s is refused, and nothing of it stays', async (_, sentence, damage) => {
  const at = path.join(folder, 'damaged')
  cpSync(kept(), at, { recursive: true })
  damage(at)
  const state = async () => ({
    workspaces: (await allWorkspaces(app.fresh.database)).map(({ id }) => id),
    schemas: (await ask<{ n: string }>(app, `select nspname::text as n from pg_namespace where nspname like 'ws\\_%'`))
      .map(({ n }) => n)
      .toSorted(),
    files: readdirSync(app.house.files).toSorted(),
  })
  const before = await state()
  await expect(run(importWorkspace, '--from', at)).rejects.toThrow(sentence)
  expect(await state()).toEqual(before)
  rmSync(at, { recursive: true })
})

test('an export is not taken for a backup, and a folder with something in it is not written to', async () => {
  const into = path.join(folder, 'into')
  await expect(restoreBackup({ from: kept(), into, version, show: () => undefined })).rejects.toThrow(/holds one workspace/)
  expect(existsSync(into)).toBe(false)
  await expect(run(exportWorkspace, '--to', kept(), '--workspace', copy.id)).rejects.toThrow(/is not empty/)
})
