/** Rights broken on purpose, one at a time: whoever compares must notice each. */
import type { RoleDefinition } from '../../src/engine/definition.ts'
import type { App } from './app.ts'
import { ask } from './rows.ts'

/** Each breaks the engine's side only, while the judge goes on with what should be; answers how to mend it. */
export const faults: [string, (app: App) => Promise<() => unknown>][] = [
  [
    'a department below is forgotten',
    async (app) => {
      const [row] = await ask(
        app,
        `update $.o_department set f_parent = null where f_name = 'suzhou' returning (select id from $.o_department where f_name = 'east') as parent`,
      )
      return () => ask(app, `update $.o_department set f_parent = ?::uuid where f_name = 'suzhou'`, [row!.parent])
    },
  ],
  [
    'an anchor is not followed',
    async (app) => {
      const before = await ask(app, 'select id, anchor_owner from $.o_activity where anchor_owner is not null')
      await ask(app, 'update $.o_activity set anchor_owner = null')
      return () =>
        Promise.all(
          before.map((row) => ask(app, 'update $.o_activity set anchor_owner = ?::uuid where id = ?::uuid', [row.anchor_owner, row.id])),
        )
    },
  ],
  [
    'a document no longer opens with its customer',
    async (app) => {
      const before = await ask(app, 'select id, anchor_owner from $.o_order where anchor_owner is not null')
      await ask(app, 'update $.o_order set anchor_owner = null')
      return () =>
        Promise.all(
          before.map((row) => ask(app, 'update $.o_order set anchor_owner = ?::uuid where id = ?::uuid', [row.anchor_owner, row.id])),
        )
    },
  ],
  [
    'lines go by a right of their own',
    async (app) => {
      const line = (await app.house.catalogOf(await app.principal('administrator').then(({ workspace }) => workspace))).objects.get(
        'quoteLine',
      )!
      const { document } = line
      delete line.document
      return () => (line.document = document)
    },
  ],
  ['unowned records are not shown', (app) => ofRole(app, 'manager', 'unowned', false)],
  ['a scope is too wide', (app) => ofRole(app, 'colleague', 'read', 'all')],
  ['a scope is too narrow', (app) => ofRole(app, 'manager', 'read', 'department')],
  ['the branch of shares is lost', (app) => ask(app, 'delete from $.share').then(() => () => undefined)],
]

async function ofRole<Name extends 'read' | 'unowned'>(app: App, name: string, part: Name, value: RoleDefinition['objects'][string][Name]) {
  const grant = app.house.registry.roles.find((role) => role.name === name)!.objects['*']!
  const before = grant[part]
  grant[part] = value
  return () => (grant[part] = before)
}
