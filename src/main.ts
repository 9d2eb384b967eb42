import { existsSync } from 'node:fs'
import path from 'node:path'
import { statement } from './platform/postgres/identity.ts'
import { openDoors } from './platform/postgres/isolation.ts'
import { readConfig } from './config.ts'
import { openAll } from './databases.ts'
import type { Config } from './config.ts'
import { addressesOf } from './addresses.ts'
import { checkPort, whyNotListening } from './platform/port.ts'
import { claimFolder } from './platform/folder/claim.ts'
import { reachDatabase } from './platform/reach.ts'
import { live } from './platform/life.ts'
import { say } from './lib/halt.ts'
import { type OpenHouse, openHouse } from './house.ts'
import { serve } from './server.ts'
import { upgradeAll } from './upgrade.ts'
import { startWork } from './work.ts'
import { version } from './version.ts'

await live(async (life) => {
  const config = readConfig(process.env)
  const claim = await claimFolder(config.folder, version)
  life.atEnd(claim.release)
  await checkPort(config)
  const reached = await reachDatabase({ ...config, onLost: life.fail })
  life.atEnd(reached.leave)
  const { main: database, databases, close } = await openAll(reached, config)
  life.atEnd(close)
  stateIsolation(await openDoors(database))
  await database.admitAll()
  const house = await openHouse(database, config.files, undefined, databases)
  await upgradeAll(house)
  const work = await startWork(house, reached)
  life.atEnd(work.stop)
  const port = await listen(config, house, life.atEnd)
  announce({ ...config, port }, claim.tell)
})

/** Silent in our own PostgreSQL, where all is closed. */
function stateIsolation(open: string[]): void {
  if (open.length === 0) return
  const list = open.join(', ')
  console.error(
    say({
      zh: `注意：这个数据库还开着 ${list}，企业之间少一层隔离。请以超级用户在其中执行 src/platform/postgres/doors.sql。`,
      en: `Note: this database leaves ${list} open, one wall less between workspaces. Run src/platform/postgres/doors.sql in it as superuser.`,
    }),
  )
}

function announce(config: Config, tell: (address: string) => void): void {
  const { own, network } = addressesOf(config)
  tell(own)
  console.log(
    say({
      zh: `关系 Guanxi：${own}${network ? `（局域网：${network}）` : ''}`,
      en: `Guanxi: ${own}${network ? ` (local network: ${network})` : ''}`,
    }),
  )
  console.log(say(statement[config.identity]))
  if (config.setupToken) console.log(say({ zh: `首次设置口令：${config.setupToken}`, en: `Set-up token: ${config.setupToken}` }))
}

async function listen(config: Config, house: OpenHouse, atEnd: (end: () => Promise<void>) => void): Promise<number> {
  const dist = path.join(import.meta.dirname, '..', 'dist')
  const server = serve(house, {
    url: config.publicUrl ?? addressesOf(config).own,
    log: config.log === 'info' ? 'warn' : config.log,
    dist: existsSync(dist) ? dist : null,
    ...(config.setupToken ? { setupToken: config.setupToken } : {}),
  })
  await server.listen({ port: config.port, host: config.host }).catch((error: unknown) => {
    throw whyNotListening(config, error)
  })
  atEnd(() => server.close())
  const address = server.server.address()
  return address && typeof address === 'object' ? address.port : config.port
}
