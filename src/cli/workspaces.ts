import { Halt } from '../lib/halt.ts'
import { moveWorkspace } from '../platform/databases/move.ts'
import { type Workspace, allWorkspaces } from '../platform/directory/workspaces.ts'
import { type Answer, type Command, type Hands, readOptions } from './command.ts'
import { progressOn } from './progress.ts'
import { setup } from './setup.ts'
import { databaseNamed, workspaceNamed } from './workspace.ts'

const usages = {
  list: 'npm run guanxi -- workspace list [--json]',
  create: setup.usage.replace('-- setup', '-- workspace create'),
  move: 'npm run guanxi -- workspace move --to 数据库 [--workspace 名称] [--json]',
}

/** The firms of this server and the databases that they are in. */
export const workspaces: Command = {
  name: 'workspace',
  does: { zh: '查看、新建企业，把企业搬到另一个数据库', en: 'Lists and makes workspaces, moves one to another database' },
  usage: Object.values(usages).join('\n'),
  async run([deed = '', ...args], hands) {
    switch (deed) {
      case 'list':
        return list(args, hands)
      case 'create':
        return setup.run(args, hands)
      case 'move':
        return move(args, hands)
    }
    throw new Halt({ zh: `用法：\n${workspaces.usage}`, en: `Usage:\n${workspaces.usage}` })
  },
}

async function list(args: string[], { database, databases }: Hands): Promise<Answer> {
  readOptions(args, usages.list, {})
  const all = await allWorkspaces(database)
  const lines = all.map(({ name, id, database: at }) => [name, id, at].join('  ')).join('\n')
  return {
    words: { zh: lines, en: lines },
    json: { workspaces: all.map(({ id, name, database: at }) => ({ id, name, database: at })), databases: databases.names },
  }
}

/** People go on working in it meanwhile. Killed, it is where it was, and is moved by doing this again. */
async function move(args: string[], hands: Hands): Promise<Answer> {
  const { to: name, workspace: words } = readOptions(args, usages.move, { needed: ['to'], optional: ['workspace'] })
  const { databases, ownerUrlOf } = hands
  const to = databaseNamed(databases, name)
  const workspace = await workspaceNamed(hands.database, words)
  // its tables are as this program makes them, here as there
  await hands.bringUp(workspace)
  const progress = progressOn(process.stderr)
  const lay = (define: () => Promise<void>) => hands.layIn(databases.named(to), workspace, define)
  const wish = { databases, ownerUrlOf, workspace, to, lay, show: progress.show }
  const moved = await moveWorkspace(wish).finally(progress.clear)
  return { words: wordsOf(workspace, moved), json: { workspace: workspace.id, ...moved } }
}

type Moved = Awaited<ReturnType<typeof moveWorkspace>>

function wordsOf({ name }: Workspace, { from, to, rows, heldMs, left }: Moved): Answer['words'] {
  const rest = left
    ? {
        zh: '旧的一份还没能删掉（有人正在读，或那个数据库没有响应），以后再做一次这个命令即可。',
        en: ' The old copy could not be removed yet (somebody reads it, or its database does not answer); do this again later.',
      }
    : { zh: '', en: '' }
  if (from === to) return { zh: `「${name}」已经在「${to}」里。${rest.zh}`, en: `“${name}” is in “${to}”.${rest.en}` }
  return {
    zh: `「${name}」已从「${from}」搬到「${to}」：${rows} 行，写入停了 ${heldMs} 毫秒。${rest.zh}`,
    en: `“${name}” is moved from “${from}” to “${to}”: ${rows} rows; writing was held for ${heldMs} ms.${rest.en}`,
  }
}
