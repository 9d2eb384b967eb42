import { mainName } from '../platform/databases/databases.ts'
import { carryIn } from '../platform/backup/workspace-in.ts'
import { type About, carryOut } from '../platform/backup/workspace-out.ts'
import { version } from '../version.ts'
import { type Command, readOptions } from './command.ts'
import { progressOn } from './progress.ts'
import { typedAt } from './typed-at.ts'
import { databaseNamed, workspaceNamed } from './workspace.ts'

const usages = {
  out: 'npm run guanxi -- export --to 文件夹 [--workspace 名称] [--json]',
  in: 'npm run guanxi -- import-workspace --from 文件夹 [--name 名称] [--database 名称] [--json]',
}

const rowsOf = (about: About) => Object.values(about.tables).reduce((sum, rows) => sum + rows, 0)

/** One workspace as text files and uploads, to be kept, read by other programs, or taken to another server. */
export const exportWorkspace: Command = {
  name: 'export',
  does: { zh: '导出一家企业的全部数据', en: 'Exports everything of one workspace' },
  usage: usages.out,
  async run(args, { database, files, ownerUrlOf }) {
    const { to, workspace: name } = readOptions(args, usages.out, { needed: ['to'], optional: ['workspace'] })
    const workspace = await workspaceNamed(database, name)
    const progress = progressOn(process.stderr)
    const wish = { database, ownerUrl: ownerUrlOf(workspace.database), files, workspace, to: typedAt(to), version, show: progress.show }
    const { about, kept } = await carryOut(wish).finally(progress.clear)
    const [rows, tables] = [rowsOf(about), Object.keys(about.tables).length]
    return {
      words: {
        zh: `「${about.name}」已导出到 ${wish.to}：${tables} 张表，${rows} 行，${kept} 个文件。`,
        en: `“${about.name}” is exported to ${wish.to}: ${tables} tables, ${rows} rows, ${kept} files.`,
      },
      json: { workspace: about.id, to: wish.to, rows, files: kept, tables: about.tables },
    }
  },
}

/** Beside the workspaces that are there; its people sign in as they did. */
export const importWorkspace: Command = {
  name: 'import-workspace',
  does: { zh: '把导出的企业放进这里', en: 'Brings an exported workspace in here' },
  usage: usages.in,
  async run(args, { database, databases, files, ownerUrlOf, layTables, bringUp }) {
    const { from, name, database: place } = readOptions(args, usages.in, { needed: ['from'], optional: ['name', 'database'] })
    const at = databaseNamed(databases, place || mainName)
    const progress = progressOn(process.stderr)
    const { workspace, about } = await carryIn({
      database,
      at,
      ownerUrl: ownerUrlOf(at),
      files,
      from: typedAt(from),
      name,
      version,
      show: progress.show,
      lay: layTables,
      bringUp,
    }).finally(progress.clear)
    const [rows, people] = [rowsOf(about), about.members.length]
    return {
      words: {
        zh: `「${workspace.name}」已放进这里：${rows} 行，${people} 人。`,
        en: `“${workspace.name}” is here: ${rows} rows, ${people} people.`,
      },
      json: { workspace: workspace.id, name: workspace.name, rows, people, tables: about.tables },
    }
  },
}
