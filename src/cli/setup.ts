import { createKey } from '../platform/auth/keys.ts'
import { createWorkspace } from '../platform/directory/workspaces.ts'
import { languageOf } from '../lib/halt.ts'
import { readOptions } from './command.ts'
import type { Command } from './command.ts'
import { databaseNamed } from './workspace.ts'

const usage = 'npm run guanxi -- setup --workspace 名称 --name 姓名 --email a@b.cn --password … [--database 名称] [--demo] [--json]'

/** A firm with its first administrator and a key for programs. Doing it again after a crash goes on where it stopped. */
export const setup: Command = {
  name: 'setup',
  does: { zh: '新建一家企业和它的第一位管理员', en: 'Makes a workspace with its first administrator' },
  usage,
  async run(args, { database, databases, lay, loadDemo }) {
    const {
      workspace: name,
      database: place,
      demo,
      ...person
    } = readOptions(args, usage, {
      needed: ['workspace', 'name', 'email', 'password'],
      optional: ['database'],
      flags: ['demo'],
    })
    const at = place ? { database: databaseNamed(databases, place) } : {}
    const made = await createWorkspace(database, { name, person, language: languageOf(process.env), ...at }, lay)
    if (demo) await loadDemo(made.workspace, made.user)
    const { key } = await createKey(database, { person: made.person, workspace: made.workspace.id }, 'setup')
    return {
      words: {
        zh: `「${made.workspace.name}」已建好，用 ${person.email} 登录。\nAPI 密钥（只显示这一次）：${key}`,
        en: `“${made.workspace.name}” is ready; sign in as ${person.email}.\nAPI key (shown this once): ${key}`,
      },
      json: { workspace: made.workspace.id, user: made.user, apiKey: key },
    }
  },
}
