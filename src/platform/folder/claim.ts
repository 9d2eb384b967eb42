import { setTimeout as pause } from 'node:timers/promises'
import { Halt } from '../../lib/halt.ts'
import { openFolder } from './folder.ts'
import { holderOf, isLock, takeLock } from './lock.ts'
import type { Holder, Lock } from './lock.ts'

/** Takes a data folder for the server. A command that works on it ends soon and is waited for; another server is not. */
export async function claimFolder(folder: string, version: string): Promise<Lock> {
  openFolder(folder, version)
  for (;;) {
    const found = takeLock(folder, 'server')
    if (isLock(found)) return found
    if (found.work === 'server') throw await runsAlready(folder, found)
    await pause(100)
  }
}

async function runsAlready(folder: string, holder: Holder): Promise<Halt> {
  // one that is just starting tells its address in a moment
  let address = holder.address
  for (let look = 0; !address && look < 50; look++) {
    await pause(100)
    address = holderOf(folder)?.address ?? ''
  }
  const where = address || `pid ${holder.pid}`
  return new Halt({
    zh: `已经在运行：${where}（数据目录 ${folder}）。要再开一个，请用 GUANXI_DATA 和 PORT 指定另外的目录和端口。`,
    en: `Already running at ${where} (data folder ${folder}). For a second one, set GUANXI_DATA and PORT to others.`,
  })
}
