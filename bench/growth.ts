/** How each cost grows with the records of a workspace: one connection, so that nothing waits for anything else; milliseconds in the middle (p50). */
import { writeFileSync } from 'node:fs'
import type { OpenHouse } from '../src/house.ts'
import { principalFor } from '../src/http/acting.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import { createWorkspace } from '../src/platform/directory/workspaces.ts'
import { chart } from './chart.ts'
import { drive } from './drive.ts'
import { firmName, loadAccounts } from './firm.ts'
import { type Row, filtered } from './measures.ts'
import { people } from './people.ts'
import type { openPlace } from './place.ts'

const sizes = [10_000, 100_000, 1_000_000]

export async function measureGrowth(house: OpenHouse, place: Awaited<ReturnType<typeof openPlace>>, url: string): Promise<Row[]> {
  const found = new Map<string, number[]>()
  for (const size of sizes) {
    console.error(`${size} accounts …`)
    const person = { name: '陈刚', email: `admin@${size}.test`, password: 'correct horse 42' }
    const made = await createWorkspace(house.database, { name: `${size}`, person }, house.lay)
    const { owners, keys } = await people(house, made, `${size}.test`)
    const admin = await principalFor(house, (await whoKey(house.database, keys.administrator))!.place!, 'zh')
    await loadAccounts(house, admin, owners, size)
    await place.settle()
    for (const [work, key, paths, bodies] of works(keys, size)) {
      const headers = { authorization: `Bearer ${key}` }
      const asked = bodies ? { url, headers, paths, bodies, method: 'POST' as const } : { url, headers, paths }
      await drive(asked, 1, 1)
      const { p50, failed } = await drive(asked, 4, 1)
      if (failed) console.error(`${work}: ${failed} failed`)
      found.set(work, [...(found.get(work) ?? []), p50])
    }
  }
  writeFileSync(new URL('growth.svg', import.meta.url), chart(sizes, found))
  return [...found].map(([work, times]) => ({
    work: `${work} at ${sizes.map((size) => size.toLocaleString('en')).join(', ')} accounts`,
    ours: times.at(-1)!,
    unit: 'ms',
    target: times.join(', '),
  }))
}

type Work = [work: string, key: string, paths: string[], bodies?: string[]]

function works(keys: { administrator: string; manager: string }, size: number): Work[] {
  const some = <T>(of: (i: number) => T) => Array.from({ length: 40 }, (_, i) => of(i))
  const search = (words: (name: string) => string) =>
    some((i) => `/api/v1/search?q=${encodeURIComponent(words(firmName((i * 7919) % size)))}`)
  return [
    ['list of 50, two filters', keys.administrator, some((i) => filtered(`industry ${i % 40}`, `region ${(i * 7) % 31}`))],
    ['the same as a manager', keys.manager, some((i) => filtered(`industry ${i % 40}`, `region ${(i * 7) % 31}`))],
    ['search two characters', keys.administrator, search((name) => name.slice(2, 4))],
    ['search six digits', keys.administrator, some((i) => `/api/v1/search?q=${String(3_000_000_000 + ((i * 7919) % size)).slice(-6)}`)],
    ['exact count of all', keys.administrator, ['/api/v1/accounts?limit=1&count=exact']],
    [
      'create',
      keys.administrator,
      some(() => '/api/v1/accounts'),
      some((i) => JSON.stringify({ name: `新客户${i}`, phone: `138${10_000_000 + i}` })),
    ],
  ]
}
