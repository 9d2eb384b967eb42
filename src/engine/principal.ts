/** Who acts: a user of one workspace, with the people whose records his scopes open. Loaded from the workspace, cached by the caller ≤ 1 s. */
import type { Context } from '../fields/field.ts'
import type { Language } from '../lib/errors.ts'
import { dayIn } from '../lib/zone.ts'
import type { Run } from '../platform/postgres/database.ts'
import type { Catalog } from './catalog.ts'
import type { RoleDefinition, Scope } from './definition.ts'
import { type Sql, id, sql, table } from './store/sql.ts'

export type Workspace = { id: string; name: string; schema: string; role: string; timeZone: string; currency: string }

export type Principal = {
  workspace: Workspace
  /** Row of object `user`; for a system principal the nil id with its name. */
  user: string
  name: string
  roles: RoleDefinition[]
  /** Ids of users within each scope, himself included. */
  people: { own: string[]; department: string[]; below: string[] }
  /** What one unit of another currency is worth at home today. */
  rates?: Record<string, string>
  /** Somebody shared a record with him: only then the share branch is compiled in. */
  hasShares: boolean
  language: Language
}

const rank: Scope[] = ['none', 'own', 'department', 'below', 'all']

export function scopeOf(principal: Principal, object: string, right: 'read' | 'write' | 'remove'): Scope {
  let best: Scope = 'none'
  for (const role of principal.roles) {
    const scope = (role.objects[object] ?? role.objects['*'])?.[right] ?? 'none'
    if (rank.indexOf(scope) > rank.indexOf(best)) best = scope
  }
  return best
}

export const mayCreate = (principal: Principal, object: string) =>
  principal.roles.some((role) => (role.objects[object] ?? role.objects['*'])?.create ?? false)

/** What belongs to nobody (products, departments) is kept by administrators, and by roles that name it. */
export const keeps = (principal: Principal, object: string, right: 'create' | 'write' | 'remove') =>
  has(principal, 'admin') ||
  principal.roles.some((role) => (right === 'create' ? role.objects[object]?.create : role.objects[object]?.[right] === 'all'))

export const seesUnowned = (principal: Principal, object: string) =>
  principal.roles.some((role) => (role.objects[object] ?? role.objects['*'])?.unowned ?? false)

export const has = (principal: Principal, right: RoleDefinition['rights'][number]) =>
  principal.roles.some((role) => role.rights.includes(right))

/** Some deeds need a named right beside that to write the record. */
export const mayDo = (principal: Principal, { right }: { right?: 'write' | 'assign' | 'undo' | 'admin' }) =>
  (right !== 'admin' && right !== 'undo') || has(principal, right)

/** The most that any of his roles allows. */
export function fieldAccess(principal: Principal, object: string, field: string): 'hidden' | 'masked' | 'read' | 'write' {
  let best: 'hidden' | 'masked' | 'read' | 'write' = 'hidden'
  for (const role of principal.roles) {
    const access = role.fields?.[`${object}.${field}`] ?? 'write'
    if (order.indexOf(access) > order.indexOf(best)) best = access
  }
  return best
}
const order = ['hidden', 'masked', 'read', 'write']

/** The same person reading for the house: what a deed copies from one record to another (a line's cost) without showing it to him. */
export const unlimited = (principal: Principal): Principal => ({
  ...principal,
  roles: [
    {
      name: 'house',
      label: { zh: '', en: '' },
      objects: { '*': { create: true, read: 'all', write: 'all', remove: 'all', unowned: true } },
      rights: [],
    },
  ],
})

export function contextOf(principal: Principal, at = new Date()): Context {
  const now = at.toISOString()
  const { timeZone, currency } = principal.workspace
  return {
    timeZone,
    currency,
    now,
    today: dayIn(timeZone, now),
    language: principal.language,
    ...(principal.rates ? { rates: principal.rates } : {}),
  }
}

type UserRow = {
  name: string
  roles: string | null
  active: boolean | null
  own: string[]
  department: string[]
  below: string[]
  shared: boolean
  rates: string | null
}

/** Null when the user is gone or no longer active. One statement: the departments below his, and who is in them. */
export async function loadPrincipal(
  run: Run,
  workspace: Workspace,
  user: string,
  roles: RoleDefinition[],
  catalog: Catalog,
  language: Language,
): Promise<Principal | null> {
  const users = table(workspace.schema, catalog.objects.get('user')!.table)
  const departments = table(workspace.schema, catalog.objects.get('department')!.table)
  const { rows } = await run<UserRow>(
    sql`with recursive me as (select * from ${users} where ${id('id')} = ${user}),
      tree as (select d.id from ${departments} d join me on me.f_department = d.id union select d.id from ${departments} d join tree on d.f_parent = tree.id)
      select me.f_name as name, me.f_roles as roles, me.f_active as active,
        array(select u.id::text from ${users} u where u.f_department = me.f_department) as department,
        array(select u.id::text from ${users} u where u.f_department in (select tree.id from tree)) as below,
        exists (select 1 from ${table(workspace.schema, 'share')} s where s.user_id = me.id) as shared, ${ratesSql(workspace, catalog)} as rates from me`,
    { name: `principal ${workspace.schema}` },
  )
  const row = rows[0]
  if (!row || row.active === false) return null
  const held: string[] = JSON.parse(row.roles ?? '[]')
  const withMe = (ids: string[]) => (ids.includes(user) ? ids : [...ids, user])
  return {
    workspace,
    user,
    name: row.name,
    roles: roles.filter((role) => held.includes(role.name)),
    people: { own: [user], department: withMe(row.department), below: withMe(row.below) },
    rates: JSON.parse(row.rates ?? '{}') as Record<string, string>,
    hasShares: row.shared,
    language,
  }
}

/** Of each currency the latest rate that has begun; nothing where the house keeps none. */
function ratesSql(workspace: Workspace, catalog: Catalog): Sql {
  const rate = catalog.objects.get('rate')
  if (!rate) return sql`null::text`
  const today = dayIn(workspace.timeZone, new Date().toISOString())
  const latest = sql`select distinct on (f_currency) f_currency as currency, f_value::text as value
    from ${table(workspace.schema, rate.table)} where f_since <= ${today}::date order by f_currency, f_since desc, id desc`
  return sql`(select pg_catalog.json_object_agg(r.currency, r.value)::text from (${latest}) r)`
}
