import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openFolder } from './folder/folder.ts'
import { isLock, takeLock } from './folder/lock.ts'
import { adoptEmbedded, startEmbedded } from './postgres/embedded.ts'
import type { Embedded } from './postgres/embedded.ts'
import { toldOf } from './postgres/launch.ts'
import { checkOutside } from './postgres/outside.ts'
import { keptLog } from './postgres/settings.ts'
import { makeDatabase } from './postgres/roles.ts'

/** The addresses of the database, and how to let it go again. */
export type Reached = {
  runtimeUrl: string
  /** Missing only where an own PostgreSQL was given without DATABASE_OWNER_URL. */
  ownerUrl?: string
  /** Only of the PostgreSQL in the box: where its files are, and its superuser, for backups. No pool is opened with it. */
  own?: { adminUrl: string; cluster: string; major: string }
  /** Stops what we started. */
  leave: () => Promise<void>
}

export type Wish = { folder: string; databaseUrl?: string; ownerUrl?: string; keepLog?: number; onLost?: (reason: Error) => void }

/** The own PostgreSQL if one is given, else the one in the box. The caller holds the folder's lock. */
export async function reachDatabase({ folder, databaseUrl, ownerUrl, keepLog, onLost }: Wish): Promise<Reached> {
  if (databaseUrl) return outside(databaseUrl, ownerUrl)
  const embedded = await startEmbedded({
    folder: insideOf(folder),
    onLost,
    ...(keepLog === undefined ? {} : { settings: keptLog(keepLog) }),
  })
  try {
    return { ...(await makeDatabase(embedded, 'guanxi')), own: ownOf(embedded), leave: embedded.stop }
  } catch (error) {
    await embedded.stop()
    throw toldOf(error, embedded.files)
  }
}

/** For a command: beside a running server it uses the server's database, else it starts one for the moment. */
export async function reachForCommand(wish: Wish & { version: string }): Promise<Reached> {
  openFolder(wish.folder, wish.version)
  if (wish.databaseUrl) return outside(wish.databaseUrl, wish.ownerUrl)
  for (;;) {
    const found = takeLock(wish.folder, 'command')
    if (isLock(found)) return releasing(found.release, () => reachDatabase(wish))
    const running = found.work === 'server' ? await adoptEmbedded(insideOf(wish.folder)) : undefined
    if (running) return beside(running)
    // the server is just starting, or another command will be done in a moment
    await pause(100)
  }
}

async function beside(running: Omit<Embedded, 'stop'>): Promise<Reached> {
  return { ...(await makeDatabase(running, 'guanxi')), own: ownOf(running), leave: () => Promise.resolve() }
}

const ownOf = ({ url, files, major }: Omit<Embedded, 'stop'>) => ({ adminUrl: url('postgres', 'postgres'), cluster: files, major })

async function outside(runtimeUrl: string, ownerUrl: string | undefined): Promise<Reached> {
  await checkOutside(runtimeUrl, ownerUrl)
  return { runtimeUrl, ...(ownerUrl ? { ownerUrl } : {}), leave: () => Promise.resolve() }
}

async function releasing(release: () => void, reach: () => Promise<Reached>): Promise<Reached> {
  try {
    const reached = await reach()
    return { ...reached, leave: () => reached.leave().finally(release) }
  } catch (error) {
    release()
    throw error
  }
}

const insideOf = (folder: string) => path.join(folder, 'postgres')
