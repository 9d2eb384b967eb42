import type { Further } from './platform/databases/further.ts'
import { Halt } from './lib/halt.ts'

type Env = Record<string, string | undefined>
type ReadUrl = (name: string, text: string | undefined) => string | undefined

/** DATABASE_URL_EAST, with DATABASE_OWNER_URL_EAST and REPLICA_URL_EAST, is the database «east»; workspaces are made in it and moved to it. */
export function readFurther(env: Env, readUrl: ReadUrl): Further[] {
  const names = new Set<string>()
  for (const variable of Object.keys(env)) {
    const [, kind, word] = /^(DATABASE_URL|DATABASE_OWNER_URL|REPLICA_URL)_(\w+)$/.exec(variable) ?? []
    if (!kind || !word || !env[variable]) continue
    if (!env[`DATABASE_URL_${word}`]) throw lonely(variable, `DATABASE_URL_${word}`)
    if (!/^[A-Z][A-Z0-9_]{0,30}$/.test(word) || word === 'MAIN') throw badName(variable)
    names.add(word)
  }
  return [...names].toSorted().map((word) => {
    const ownerUrl = readUrl(`DATABASE_OWNER_URL_${word}`, env[`DATABASE_OWNER_URL_${word}`])
    const replicaUrl = readUrl(`REPLICA_URL_${word}`, env[`REPLICA_URL_${word}`])
    return {
      name: word.toLowerCase(),
      databaseUrl: readUrl(`DATABASE_URL_${word}`, env[`DATABASE_URL_${word}`])!,
      ...(ownerUrl ? { ownerUrl } : {}),
      ...(replicaUrl ? { replicaUrl } : {}),
    }
  })
}

const lonely = (given: string, missing: string) =>
  new Halt({ zh: `设了 ${given}，却没有设 ${missing}。`, en: `${given} is set but ${missing} is not.` })

const badName = (variable: string) =>
  new Halt({
    zh: `${variable}：数据库的名字应是大写字母开头的字母、数字或下划线，例如 DATABASE_URL_EAST，不能叫 MAIN。`,
    en: `${variable}: the name of a database is capital letters, digits and underscores beginning with a letter, as in DATABASE_URL_EAST, and not MAIN.`,
  })
