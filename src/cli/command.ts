import { parseArgs } from 'node:util'
import type { House } from '../engine/house.ts'
import { errors, Refusal, sentence } from '../lib/errors.ts'
import { Halt } from '../lib/halt.ts'
import type { Lay, Workspace } from '../platform/directory/workspaces.ts'
import type { Databases } from '../platform/databases/databases.ts'
import type { Database } from '../platform/postgres/database.ts'

export type Words = { zh: string; en: string }

/** What a command works with; the database is open and its platform laid. */
export type Hands = {
  database: Database
  lay: Lay
  loadDemo: (workspace: Workspace, user: string) => Promise<void>
  /** The row of a user in a workspace; the one that is there already if the e-mail is known. */
  addUser: (workspace: Workspace, user: { name: string; email: string; role: string }) => Promise<{ userId: string }>
  /** The folder of uploaded files. */
  files: string
  databases: Databases
  /** Of the owner of the tables in this database; a sentence where it was not given. */
  ownerUrlOf: (name: string) => string
  /** The tables of the program in a workspace without users; and what its own definitions add to them. */
  layTables: (workspace: Workspace) => Promise<void>
  /** The same in a database where the workspace is not yet: first the tables of the program, then what its own definitions add. */
  layIn: (database: Database, workspace: Workspace, define: () => Promise<void>) => Promise<void>
  bringUp: (workspace: Workspace) => Promise<void>
  /** The house with its jobs running, for one piece of work. */
  withWork: <T>(work: (house: House) => Promise<T>) => Promise<T>
}

/** What a command has to say: to a person, and with --json to a program. */
export type Answer = { words: Words; json: object }

export type Command = { name: string; does: Words; usage: string; run: (args: string[], hands: Hands) => Promise<Answer> }

/** One that finds its own way to the data: no database is opened for it, and none is brought up to date. */
export type LoneCommand = Omit<Command, 'run'> & { alone: (args: string[]) => Promise<Answer> }

/** Reads `--name value` and `--flag`; what is unknown, missing or left over is one sentence that shows how it is used. */
export function readOptions<V extends string, F extends string = never>(
  args: string[],
  usage: string,
  wanted: { needed?: V[]; optional?: V[]; flags?: F[] },
): { [name in V]: string } & { [name in F]: boolean } {
  const { needed = [], optional = [], flags = [] } = wanted
  const options = Object.fromEntries([
    ...[...needed, ...optional].map((name) => [name, { type: 'string' as const }]),
    ...[...flags, 'json'].map((name) => [name, { type: 'boolean' as const }]),
  ])
  const values = parsed(args, options, usage)
  const missing = needed.filter((name) => !values[name])
  if (missing.length > 0) {
    const list = missing.map((name) => `--${name}`).join(' ')
    throw new Halt({ zh: `缺少 ${list}。用法：${usage}`, en: `${list} missing. Usage: ${usage}` })
  }
  const texts = [...needed, ...optional].map((name) => [name, values[name] ?? ''])
  return Object.fromEntries([...texts, ...flags.map((name) => [name, values[name] === true])])
}

function parsed(args: string[], options: Record<string, { type: 'string' | 'boolean' }>, usage: string): Record<string, unknown> {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const given = /'([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1] ?? args.join(' ')
    throw new Halt({ zh: `看不懂 ${given}。用法：${usage}`, en: `What is ${given}? Usage: ${usage}` })
  }
}

/** A refusal as one sentence for the terminal, its fields as the options that were typed. */
export function haltOf(refusal: Refusal): Halt {
  const line = (language: 'zh' | 'en') => {
    if (refusal.errors.length === 0) return sentence(refusal, language)
    return refusal.errors.map((problem) => `--${problem.field} ${sentence(problem, language)}`).join(language === 'zh' ? '；' : '; ')
  }
  return new Halt({ zh: line('zh'), en: line('en') })
}

/** Runs a command; what was refused becomes its sentence. */
export async function obey(command: Command, args: string[], hands: Hands): Promise<Answer> {
  return command.run(args, hands).catch((error: unknown) => {
    throw error instanceof Refusal && errors[error.code][0] < 500 ? haltOf(error) : error
  })
}
