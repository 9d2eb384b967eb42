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
          to: to ? typedAt(to) : path.join(path.dirname(config.folder), 'backups'),
          version,
          ...(reached.own ? { own: reached.own } : {}),
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
  return {
    words: {
      zh: `已备份到 ${made.backup}（${made.files} 个文件，${size}）。${made.database ? `\n恢复：${restore}` : outside.zh}`,
      en: `Backed up to ${made.backup} (${made.files} files, ${size}).${made.database ? `\nTo restore: ${restore}` : outside.en}`,
    },
    json: made,
  }
}
