import { after } from '../../engine/module.ts'
import { sql, table } from '../../engine/store/sql.ts'
import { invalid } from '../../lib/errors.ts'

/** Somebody must be left who can let people in and out: whatever writes users, an active administrator stays. */
export const lastAdministrator = after('user.*', async (tx) => {
  const users = table(tx.principal.workspace.schema, tx.catalog.objects.get('user')!.table)
  // Locked, so that of two who step back at the same moment the second sees what the first did.
  const { rows } = await tx.run<{ id: string }>(
    sql`select id from ${users} where f_active is not false and f_roles @> '["administrator"]'::jsonb order by id for update`,
  )
  if (rows.length === 0) throw invalid([{ field: 'roles', code: 'last-administrator' }])
})
