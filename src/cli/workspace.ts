import { allWorkspaces } from '../platform/directory/workspaces.ts'
import type { Workspace } from '../platform/directory/workspaces.ts'
import type { Databases } from '../platform/databases/databases.ts'
import type { Database } from '../platform/postgres/database.ts'
import { Halt } from '../lib/halt.ts'

/** A workspace by id or name; it need not be named where there is only one. */
export async function workspaceNamed(database: Database, words: string): Promise<Workspace> {
  const all = await allWorkspaces(database)
  const found = words === '' ? all : all.filter(({ id, name }) => id === words || name === words)
  const [only] = found
  if (only && found.length === 1) return only
  const choices = all.map(({ id, name }) => `${name} (${id})`).join('\n')
  throw new Halt({
    zh: `请用 --workspace 指明一家企业（名称或编号）：\n${choices}`,
    en: `Name one workspace with --workspace (name or id):\n${choices}`,
  })
}

/** One of the databases that the configuration names. */
export function databaseNamed({ names }: Databases, name: string): string {
  if (names.includes(name)) return name
  const [known, variable] = [names.join(', '), `DATABASE_URL_${name.toUpperCase()}`]
  throw new Halt({
    zh: `没有名为「${name}」的数据库（有：${known}）。要添加它，请设 ${variable}。`,
    en: `There is no database “${name}” (there are: ${known}). To add it, set ${variable}.`,
  })
}
