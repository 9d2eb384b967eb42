/**
 * Who a workspace's statements are to PostgreSQL. The engine says for which workspace's role it asks, and nothing more; over which
 * connections that goes, which role a transaction takes there, and what the database must allow for it, is one setting:
 *
 * - `role`: the server signs in once and takes the workspace's role for each transaction. A whole statement that slipped in could take another.
 * - `login`: each workspace signs in itself, over few connections of its own. There is no other role to be taken.
 * - `shared`: the server has the rights of all workspaces. They are kept apart by the statements that the engine makes, and by nothing else.
 */
import { Halt } from '../../lib/halt.ts'
import type { PoolOptions, Pools } from './pools.ts'
import { openPlain, openRequests } from './pools.ts'
import { loginPassword, passwordIn, signedIn } from './login-password.ts'
import { type Connections, openLogins } from './logins.ts'

export const identities = ['role', 'login', 'shared'] as const
export type Identity = (typeof identities)[number]

/** What must stand in PostgreSQL for each workspace's role and schema (admission.ts). */
export const wants: Record<Identity, Stand> = {
  role: { signsIn: false, isTaken: true, isOpen: false },
  login: { signsIn: true, isTaken: false, isOpen: false },
  shared: { signsIn: false, isTaken: false, isOpen: true },
}

/** Whether the role may sign in, whether the server may take it, and whether the server enters the schema without it. */
export type Stand = { signsIn: boolean; isTaken: boolean; isOpen: boolean }

/** Whose connections serve a role, and what role its transactions take on them; null is the server's own. */
export type Seam = {
  requests: (role: string | null) => Connections
  plain: (role: string | null) => Connections
  takes: (role: string | null) => string | null
  close: () => Promise<void>
}

export function seamOf(options: PoolOptions, pools: Pools, mend: (role: string) => Promise<boolean>): Seam {
  const identity = options.identity ?? 'role'
  if (identity === 'login') return byLogin(options, pools, mend)
  const ours = { requests: () => pools.requests, plain: () => pools.plain, close: async () => {} }
  return identity === 'role' ? { ...ours, takes: (role) => role } : { ...ours, takes: () => null }
}

/** The server's own connections then serve people, sessions and the directory only, so they are fewer (openPools). */
function byLogin(options: PoolOptions, pools: Pools, mend: (role: string) => Promise<boolean>): Seam {
  const { runtimeUrl, max = 16 } = options
  const secret = secretOf(options)
  const as = (role: string) => signedIn(runtimeUrl, role, loginPassword(secret, role))
  const requests = openLogins({
    places: Math.ceil(max * 1.5),
    each: Math.ceil(max / 2),
    open: (role, size) => openRequests({ ...options, runtimeUrl: as(role), max: size }),
    mend,
  })
  const plain = openLogins({ places: 8, each: 4, open: (role, size) => openPlain(as(role), size), mend })
  return {
    requests: (role) => (role === null ? pools.requests : requests.of(role)),
    plain: (role) => (role === null ? pools.plain : plain.of(role)),
    takes: () => null,
    close: async () => void (await Promise.all([requests.close(), plain.close()])),
  }
}

/** What the passwords of the workspaces follow from. */
export function secretOf({ runtimeUrl, secretUrl = runtimeUrl }: Pick<PoolOptions, 'runtimeUrl' | 'secretUrl'>): string {
  const secret = passwordIn(secretUrl)
  if (secret) return secret
  throw new Halt({
    zh: 'GUANXI_IDENTITY=login 时，数据库的地址（DATABASE_URL）里必须有密码：各企业的登录密码由它推出。',
    en: 'GUANXI_IDENTITY=login needs a password in the address of the database (DATABASE_URL): the workspaces’ own follow from it.',
  })
}

/** Said at start: what holds workspaces apart, and what does not. */
export const statement: Record<Identity, { zh: string; en: string }> = {
  role: {
    zh: '企业之间的隔离：每个事务换成该企业的数据库角色（GUANXI_IDENTITY=role）。混进来的一整条 SET ROLE 或 RESET ROLE 仍能走出去；login 把这也关上。',
    en: 'Workspaces apart: each transaction takes its workspace’s role (GUANXI_IDENTITY=role). A whole SET ROLE or RESET ROLE that slipped in could still leave it; login closes that too.',
  },
  login: {
    zh: '企业之间的隔离：每家企业用自己的数据库登录（GUANXI_IDENTITY=login）。混进来的语句也走不出自己的企业。',
    en: 'Workspaces apart: each signs in to the database itself (GUANXI_IDENTITY=login). A statement that slipped in stays in its workspace.',
  },
  shared: {
    zh: '企业之间的隔离：只靠程序（GUANXI_IDENTITY=shared）。数据库让服务读写所有企业；混进来的语句能读到别家。',
    en: 'Workspaces apart: by the program alone (GUANXI_IDENTITY=shared). The database lets the server into all of them, and so a statement that slipped in.',
  },
}
