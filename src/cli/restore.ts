import { readConfig } from '../config.ts'
import { Halt } from '../lib/halt.ts'
import { type Restored, restoreBackup } from '../platform/backup/restore.ts'
import { version } from '../version.ts'
import { type Answer, type LoneCommand, readOptions } from './command.ts'
import { progressOn } from './progress.ts'
import { typedAt } from './typed-at.ts'

const usage = 'npm run guanxi -- restore --from 备份 [--into 文件夹] [--until 2026-11-22T10:15:00+08:00 | end] [--live 数据目录] [--json]'

/** A backup becomes a data folder again: a new one, never one that has something in it. */
export const restore: LoneCommand = {
  name: 'restore',
  does: { zh: '从备份恢复到新的数据目录', en: 'Restores a backup into a new data folder' },
  usage,
  async alone(args) {
    const { from, into, until, live } = readOptions(args, usage, { needed: ['from'], optional: ['into', 'until', 'live'] })
    const own = readConfig(process.env).folder
    const folder = into ? typedAt(into) : own
    const source = live ? typedAt(live) : own
    const wish = until ? { ...moment(until), ...(source === folder ? {} : { live: source }) } : undefined
    const progress = progressOn(process.stderr)
    const asked = { from: typedAt(from), into: folder, version, show: progress.show, ...(wish ? { until: wish } : {}) }
    return answer(await restoreBackup(asked).finally(progress.clear), folder, wish)
  },
}

/** Without an offset it is meant by the clock of this machine. */
function moment(text: string): { time?: Date } {
  if (text === 'end') return {}
  const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? new Date(text.replace(' ', 'T')) : undefined
  if (time && !Number.isNaN(time.getTime())) return { time }
  throw new Halt({
    zh: `看不懂 --until ${text}：请写成 2026-11-22T10:15:00+08:00，或 end（日志的尽头）。`,
    en: `What is --until ${text}? Write it as 2026-11-22T10:15:00+08:00, or end for as far as the log goes.`,
  })
}

function answer({ manifest, content, missing }: Restored, folder: string, until: { time?: Date } | undefined): Answer {
  const as = until ? (until.time?.toISOString() ?? 'end') : manifest.ended
  const json = {
    into: folder,
    version: manifest.version,
    begun: manifest.begun,
    ended: manifest.ended,
    files: manifest.files.length,
    ...(until ? { until: as } : {}),
  }
  if (!content) {
    return {
      words: {
        zh: `${folder} 里有了 ${manifest.begun} 的上传文件；数据库请用它自己的工具恢复。`,
        en: `${folder} has the uploaded files of ${manifest.begun}; restore the database with its own tools.`,
      },
      json,
    }
  }
  const without = missing
    ? {
        zh: `\n有 ${missing} 个上传的文件找不到：它们在备份之后才来，请从别处找回。`,
        en: `\n${missing} uploaded files are not there: they came after the backup; look for them elsewhere.`,
      }
    : { zh: '', en: '' }
  const standing = as === 'end' ? { zh: '停在日志的尽头', en: 'as far as the log goes' } : { zh: `停在 ${as}`, en: `as of ${as}` }
  const records = content.records.toLocaleString('en')
  return {
    words: {
      zh: `已恢复到 ${folder}：${content.workspaces.length} 家企业，${records} 条记录，${standing.zh}。${without.zh}\n用它启动：GUANXI_DATA=${folder} npm start`,
      en: `Restored into ${folder}: ${content.workspaces.length} workspaces, ${records} records, ${standing.en}.${without.en}\nTo start with it: GUANXI_DATA=${folder} npm start`,
    },
    json: { ...json, ...content, ...(missing ? { missing } : {}) },
  }
}
