/**
 * What each workspace costs the database that holds it: the catalog grows by its tables, a start and the memory of the server and of
 * PostgreSQL with it. `npm run bench -- --accounts 1000 --only workspaces [--workspaces 1,50,100,200,300]`
 */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import type { OpenHouse } from '../src/house.ts'
import { createKey } from '../src/platform/auth/keys.ts'
import { createWorkspace } from '../src/platform/directory/workspaces.ts'
import type { Row } from './measures.ts'
import type { openPlace } from './place.ts'

type Place = Awaited<ReturnType<typeof openPlace>>

export async function measureWorkspaces(place: Place, house: OpenHouse, steps: number[]): Promise<Row[]> {
  const rows: Row[] = []
  const keys: string[] = []
  const say = (count: number, work: string, ours: number, unit: string) => {
    const row = { work: `${count} workspaces: ${work}`, ours: Math.round(ours * 10) / 10, unit, target: '' }
    console.error(`${row.work} ${row.ours} ${unit}`)
    rows.push(row)
  }
  for (const count of steps) {
    const before = keys.length
    const begun = performance.now()
    while (keys.length < count) keys.push(await firm(house, keys.length))
    say(count, 'one is made in', (performance.now() - begun) / (count - before), 'ms')
    const client = new pg.Client(place.urls.ownerUrl)
    await client.connect()
    const { rows: sizes } = await client.query<{ tables: string; catalog: number; whole: number }>(
      `select (select count(*) from pg_class) as tables, pg_database_size(current_database())::float8 / 1e6 as whole,
        (select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r')::float8 / 1e6 as catalog`,
    )
    say(count, 'rows of pg_class', Number(sizes[0]!.tables), '')
    say(count, 'the catalog of PostgreSQL', sizes[0]!.catalog, 'MB')
    say(count, 'the whole database, next to no records', sizes[0]!.whole, 'MB')
    const others = await connectionsTo(client)
    const from = performance.now()
    const { url, pid, stop } = await place.ours()
    say(count, 'the server answers after', performance.now() - from, 'ms')
    say(count, 'a first list in each', await mean(url, keys), 'ms')
    say(count, 'the next list in each', await mean(url, keys), 'ms')
    say(count, 'memory of the server', megabytes(pid, 'VmRSS'), 'MB')
    const backends = (await connectionsTo(client)).difference(others)
    const anonymous = [...backends].map((each) => megabytes(each, 'RssAnon'))
    say(
      count,
      `memory of PostgreSQL’s ${backends.size} connections`,
      anonymous.reduce((sum, each) => sum + each, 0),
      'MB',
    )
    say(count, 'of the largest', Math.max(0, ...anonymous), 'MB')
    await client.end()
    await stop()
  }
  return rows
}

async function connectionsTo(client: pg.Client): Promise<Set<number>> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and usename = 'guanxi'`,
  )
  return new Set(rows.map(({ pid }) => pid))
}

async function firm(house: OpenHouse, number: number): Promise<string> {
  const person = { name: '陈刚', email: `firm${number}@bench.test`, password: 'correct horse 42' }
  const { workspace, person: id } = await createWorkspace(house.database, { name: `企业${number}`, person }, house.lay)
  return (await createKey(house.database, { person: id, workspace: workspace.id }, 'bench')).key
}

/** One after the other, as people of many firms come by in the morning. */
async function mean(url: string, keys: string[]): Promise<number> {
  const begun = performance.now()
  for (const key of keys) {
    const answer = await fetch(`${url}/api/v1/leads?limit=50`, { headers: { authorization: `Bearer ${key}` } })
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  return (performance.now() - begun) / keys.length
}

function megabytes(pid: number, what: 'VmRSS' | 'RssAnon'): number {
  try {
    return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000
  } catch {
    return 0
  }
}
