import { setTimeout as pause } from 'node:timers/promises'
import { Halt } from '../../lib/halt.ts'
import { openFolder } from './folder.ts'
import { isLock, takeLock } from './lock.ts'
import type { Holder, Lock } from './lock.ts'

/** Takes a data folder for the server. A command that works on it ends soon and is waited for; another server is not. */
export async function claimFolder(folder: string, version: string): Promise<Lock> {
  openFolder(folder, version)
  for (let looks = 0; ;) {
    const found = takeLock(folder, 'server')
    if (isLock(found)) return found
    // one that is just starting tells its address in a moment, or gives up and leaves the folder to us
    if (found.work === 'server' && (found.address || ++looks > 50)) throw runsAlready(folder, found)
    await pause(100)
  }
}

function runsAlready(folder: string, holder: Holder): Halt {
  const where = holder.address || `pid ${holder.pid}`
  return new Halt({
    zh: `已经在运行：${where}（数据目录 ${folder}）。要再开一个，请用 GUANXI_DATA 和 PORT 指定另外的目录和端口。`,
    en: `Already running at ${where} (data folder ${folder}). For a second one, set GUANXI_DATA and PORT to others.`,
  })
}
