import { readConfig } from '../config.ts'
import { type Restored, restoreBackup } from '../platform/backup/restore.ts'
import { version } from '../version.ts'
import { type Answer, type LoneCommand, readOptions } from './command.ts'
import { progressOn } from './progress.ts'
import { typedAt } from './typed-at.ts'

const usage = 'npm run guanxi -- restore --from 备份 [--into 文件夹] [--json]'

/** A backup becomes a data folder again: a new one, never one that has something in it. */
export const restore: LoneCommand = {
  name: 'restore',
  does: { zh: '从备份恢复到新的数据目录', en: 'Restores a backup into a new data folder' },
  usage,
  async alone(args) {
    const { from, into } = readOptions(args, usage, { needed: ['from'], optional: ['into'] })
    const folder = into ? typedAt(into) : readConfig(process.env).folder
    const progress = progressOn(process.stderr)
    const restored = await restoreBackup({ from: typedAt(from), into: folder, version, show: progress.show }).finally(progress.clear)
    return answer(restored, folder)
  },
}

function answer({ manifest, content }: Restored, folder: string): Answer {
  const json = { into: folder, version: manifest.version, begun: manifest.begun, ended: manifest.ended, files: manifest.files.length }
  if (!content) {
    return {
      words: {
        zh: `${folder} 里有了 ${manifest.begun} 的上传文件；数据库请用它自己的工具恢复。`,
        en: `${folder} has the uploaded files of ${manifest.begun}; restore the database with its own tools.`,
      },
      json,
    }
  }
  const records = content.records.toLocaleString('en')
  return {
    words: {
      zh: `已恢复到 ${folder}：${content.workspaces.length} 家企业，${records} 条记录，停在 ${manifest.ended}。\n用它启动：GUANXI_DATA=${folder} npm start`,
      en: `Restored into ${folder}: ${content.workspaces.length} workspaces, ${records} records, as of ${manifest.ended}.\nTo start with it: GUANXI_DATA=${folder} npm start`,
    },
    json: { ...json, ...content },
  }
}
