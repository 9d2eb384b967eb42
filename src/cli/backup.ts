import path from 'node:path'
import { readConfig } from '../config.ts'
import { type Backup, takeBackup } from '../platform/backup/take.ts'
import { reachForCommand } from '../platform/reach.ts'
import { version } from '../version.ts'
import { type Answer, type LoneCommand, readOptions } from './command.ts'
import { progressOn } from './progress.ts'
import { typedAt } from './typed-at.ts'

const usage = 'npm run guanxi -- backup [--to 文件夹] [--json]'

/** The whole installation in a folder of its own, while people write or while nothing runs. */
export const backup: LoneCommand = {
  name: 'backup',
  does: { zh: '备份全部数据，不用停', en: 'Backs up everything, without a stop' },
  usage,
  async alone(args) {
    const { to } = readOptions(args, usage, { optional: ['to'] })
    const config = readConfig(process.env)
    const reached = await reachForCommand({ ...config, version })
    const progress = progressOn(process.stderr)
    try {
      return answer(
        await takeBackup({
          folder: config.folder,
          files: config.files,
          to: to ? typedAt(to) : path.join(path.dirname(config.folder), 'backups'),
          version,
          ...(reached.own ? { own: reached.own } : {}),
          keepLog: config.keepLog !== 0,
          show: progress.show,
        }),
      )
    } finally {
      progress.clear()
      await reached.leave()
    }
  },
}

function answer(made: Backup): Answer {
  const size = `${(made.bytes / 1e6).toFixed(1)} MB`
  const restore = `npm run guanxi -- restore --from ${made.backup} --into …`
  const outside = {
    zh: '\n数据库是您自己的（DATABASE_URL），这里只备份了上传的文件：请用它自己的工具备份数据库（例如 pg_dump），先备份数据库，再备份文件。',
    en: '\nThe database is your own (DATABASE_URL) and only the uploaded files are here: back it up with its own tools (such as pg_dump), before the files.',
  }
  const log = logWords(made)
  return {
    words: {
      zh: `已备份到 ${made.backup}（${made.files} 个文件，${size}）。${made.database ? `\n恢复：${restore}${log.zh}` : outside.zh}`,
      en: `Backed up to ${made.backup} (${made.files} files, ${size}).${made.database ? `\nTo restore: ${restore}${log.en}` : outside.en}`,
    },
    json: made,
  }
}

/** Only what somebody must know: moments that cannot be had again. */
function logWords({ log }: Backup): { zh: string; en: string } {
  if (log !== 'lost') return { zh: '', en: '' }
  return {
    zh: '\n上次备份以来写得比保留的日志（GUANXI_KEEP_LOG）还多：两次备份之间的时刻不能恢复，从这次起又可以。',
    en: '\nSince the last backup more was written than is kept of the log (GUANXI_KEEP_LOG): moments between the two cannot be restored; from this one on they can again.',
  }
}
