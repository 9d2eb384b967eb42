import type { House } from '../engine/house.ts'
import { type Principal, loadPrincipal } from '../engine/principal.ts'
import { sql, table } from '../engine/store/sql.ts'
import { Halt, languageOf } from '../lib/halt.ts'
import { plainEmail } from '../platform/directory/words.ts'
import type { Workspace } from '../platform/directory/workspaces.ts'

/** Whose rights a command has, and who stands in the log: the user with this e-mail, or where none is named the first administrator. */
export async function actingIn(house: House, workspace: Workspace, email: string): Promise<Principal> {
  const catalog = await house.catalogOf(workspace)
  const users = table(workspace.schema, catalog.objects.get('user')!.table)
  const which = email ? sql`f_email = ${plainEmail(email)}` : sql`f_roles::jsonb ? 'administrator' and f_active`
  const found = await house.databaseOf(workspace).as(
    workspace.role,
    async (run) => {
      const { rows } = await run<{ id: string }>(sql`select id from ${users} where ${which} order by created_at, id limit 1`)
      return rows[0] && loadPrincipal(run, workspace, rows[0].id, house.registry.roles, catalog, languageOf(process.env))
    },
    { readOnly: true },
  )
  if (found) return found
  throw new Halt({
    zh: email ? `「${workspace.name}」里没有 ${email} 这位在职的用户。` : `「${workspace.name}」里没有管理员，请用 --as 指明是谁。`,
    en: email ? `${email} is no active user of “${workspace.name}”.` : `“${workspace.name}” has no administrator; name somebody with --as.`,
  })
}
