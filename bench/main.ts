/**
 * npm run bench [-- --accounts 1000000 --seconds 10 --only list,search,create,import,rest,scroll,paper,board,timeline,day,mixed,growth --imported 100000 --minutes 10]
 * The product beside the yardstick (bare node:http and pg on the same PostgreSQL), 8 connections, in one run. Prints a table and writes bench/last.json.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openHouse } from '../src/house.ts'
import { principalFor } from '../src/http/acting.ts'
import { whoKey } from '../src/platform/auth/who.ts'
import { createWorkspace } from '../src/platform/directory/workspaces.ts'
import { loadDeals, measureBoard } from './board.ts'
import { loadWork, measureDay } from './day.ts'
import { loadAccounts, loadLeads } from './firm.ts'
import { measureGrowth } from './growth.ts'
import { measureImport } from './import.ts'
import { type Row, measureCreate, measureLists, measureRest, measureSearch } from './measures.ts'
import { loadContacts, measureMixed, smallFirms } from './mixed.ts'
import { measurePaper } from './paper.ts'
import { people } from './people.ts'
import { hasYardstick, openPlace } from './place.ts'
import { loadFollowUps, measureTimeline } from './timeline.ts'
import { measureWorkspaces } from './workspaces.ts'
import { builtApp, measureScroll } from './scroll.ts'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '8' },
    imported: { type: 'string', default: '100000' },
    workspaces: { type: 'string', default: '1,50,100,200,300' },
    contacts: { type: 'string', default: '1000000' },
    firms: { type: 'string', default: '199' },
    minutes: { type: 'string', default: '10' },
    followUps: { type: 'string', default: '5000000' },
    only: { type: 'string', default: 'list,search,create,import,rest' },
  },
})
const accounts = Number(values.accounts)
const seconds = Number(values.seconds)
const only = new Set(values.only.split(','))
const scrolling = 100_000
const deals = 100_000
if (only.has('scroll')) await builtApp()

const founder = { email: 'admin@bench.test', password: 'correct horse 42' }

const place = await openPlace()
try {
  const house = await openHouse(place.database, place.folder)
  const made = await createWorkspace(place.database, { name: '测量', person: { name: '陈刚', ...founder } }, house.lay)
  const staff = await people(house, made)
  const admin = await principalFor(house, (await whoKey(place.database, staff.keys.administrator))!.place!, 'zh')
  console.error(`loading ${accounts} accounts …`)
  await loadAccounts(house, admin, staff.owners, accounts)
  if (hasYardstick) await place.limitDeed(['load', String(accounts)])
  else console.error('no yardstick beside the project: only our own figures')
  await place.settle()
  const limit = hasYardstick ? await place.limit() : undefined
  const { url, pid } = await place.ours()
  const ground = { url, pid, limit, keys: staff.keys, seconds, place, house, accounts, imported: Number(values.imported) }
  const rows: Row[] = []
  if (only.has('list')) rows.push(...(await measureLists(ground)))
  if (only.has('search')) rows.push(...(await measureSearch(ground)))
  if (only.has('create')) rows.push(...(await measureCreate(ground)))
  if (only.has('import')) rows.push(...(await measureImport(ground)))
  if (only.has('rest')) rows.push(...(await measureRest(ground)))
  if (only.has('paper')) rows.push(...(await measurePaper({ url, key: staff.keys.administrator })))
  if (only.has('scroll')) {
    await loadLeads(house, admin, staff.owners, scrolling)
    await place.settle()
    rows.push(...(await measureScroll({ url, ...founder, rows: scrolling })))
  }
  if (only.has('board')) {
    await loadDeals(house, admin, staff.owners, deals)
    await place.settle()
    rows.push(...(await measureBoard({ url, keys: staff.keys })))
  }
  if (only.has('timeline')) {
    console.error(`loading ${values.followUps} follow-ups …`)
    const customers = await loadFollowUps(house, admin, Number(values.followUps))
    await place.settle()
    rows.push(...(await measureTimeline({ url, key: staff.keys.administrator, seconds, customers })))
  }
  if (only.has('workspaces')) rows.push(...(await measureWorkspaces(place, house, values.workspaces.split(',').map(Number))))
  if (only.has('day')) {
    if (!only.has('board')) await loadDeals(house, admin, staff.owners, deals)
    await loadWork(house, admin, staff.owners)
    await place.settle()
    rows.push(...(await measureDay({ url, keys: staff.keys })))
  }
  if (only.has('mixed')) {
    console.error(`loading ${values.contacts} contacts and ${values.firms} small firms …`)
    await loadContacts(house, admin, staff.owners, Number(values.contacts))
    const small = await smallFirms(house, Number(values.firms))
    await place.settle()
    const { administrator, manager } = staff.keys
    const crowd = { url, pid, ownerUrl: place.urls.ownerUrl, large: [administrator, manager], small, minutes: Number(values.minutes) }
    rows.push(...(await measureMixed(crowd)))
  }
  if (only.has('growth')) rows.push(...(await measureGrowth(house, place, url)))
  print(rows)
  writeFileSync(
    new URL('last.json', import.meta.url),
    `${JSON.stringify({ at: new Date().toISOString(), accounts, seconds, rows }, null, 2)}\n`,
  )
} finally {
  await place.close()
}

function print(rows: Row[]): void {
  console.table(Object.fromEntries(rows.map(({ work, ...row }) => [work, row])))
}
