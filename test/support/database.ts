import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase } from '../../src/platform/postgres/database.ts'
import type { Database } from '../../src/platform/postgres/database.ts'
import type { Identity } from '../../src/platform/postgres/identity.ts'
import { makeDatabase } from '../../src/platform/postgres/roles.ts'
import type { Server } from '../../src/platform/postgres/roles.ts'
import { identity } from './identity.ts'

export type FreshDatabase = {
  database: Database
  identity: Identity
  name: string
  ownerUrl: string
  runtimeUrl: string
  adminUrl: string
  drop: () => Promise<void>
}

/** An empty database with the two roles, made from a template in about 30 ms. `through`: the way that the server's own connections take. */
export async function freshDatabase(through = (url: string) => url): Promise<FreshDatabase> {
  const addresses = inject('postgres')
  const server: Server = { url: (role, database) => addresses[role].replace('DATABASE', database) }
  const name = `test_${randomBytes(6).toString('hex')}`
  const made = await makeDatabase(server, name, { template: 'guanxi_template' })
  const urls = { ownerUrl: through(made.ownerUrl), runtimeUrl: through(made.runtimeUrl) }
  const database = await openDatabase({ ...urls, identity })
  if (identity !== 'role') await database.admitAll()
  return {
    ...urls,
    identity,
    database,
    name,
    adminUrl: server.url('postgres', name),
    async drop() {
      await database.close()
      await asSuperuser(server.url('postgres', 'postgres'), `drop database if exists "${name}" with (force)`)
    },
  }
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
