/** A PostgreSQL beside the first that holds workspaces too. It may be away when the server starts, and come and go while it runs. */
import { Refusal } from '../../lib/errors.ts'
import { Halt, say } from '../../lib/halt.ts'
import { type Database, openDatabase } from '../postgres/database.ts'
import type { Identity } from '../postgres/identity.ts'
import { openDoors } from '../postgres/isolation.ts'
import { checkOutside } from '../postgres/outside.ts'

export type Further = { name: string; databaseUrl: string; ownerUrl?: string; replicaUrl?: string }

/** Nothing is asked of it before it was looked at: new enough, and not entered as a superuser. `tell` hears each new fault once. */
export async function openFurther(
  { name, databaseUrl, ownerUrl }: Further,
  tell: (words: string) => void,
  identity: Identity = 'role',
): Promise<Database> {
  const database = await openDatabase({ runtimeUrl: databaseUrl, identity, ...(ownerUrl ? { ownerUrl } : {}) })
  let looked: Promise<void> | undefined
  let told = ''
  const look = async (): Promise<void> => {
    await checkOutside(databaseUrl, ownerUrl, name)
    const open = await openDoors(database)
    if (open.length) tell(say(doorsOpen(name, open.join(', '))))
    await database.admitAll()
  }
  const ready = (): Promise<void> => {
    looked ??= look().catch((error: unknown) => {
      looked = undefined
      const words = error instanceof Halt ? say(error) : String(error)
      if (words !== told) tell((told = words))
      throw new Refusal('unavailable')
    })
    return looked
  }
  return {
    as: (...asked) => ready().then(() => database.as(...asked)),
    query: (...asked) => ready().then(() => database.query(...asked)),
    owner: (...asked) => ready().then(() => database.owner(...asked)),
    admit: database.admit,
    admitAll: () => ready(),
    copyIn: (...asked) => ready().then(() => database.copyIn(...asked)),
    async *stream(...asked) {
      await ready()
      yield* database.stream(...asked)
    },
    close: database.close,
  }
}

const doorsOpen = (name: string, list: string) => ({
  zh: `注意：数据库「${name}」还开着 ${list}，企业之间少一层隔离。请以超级用户在其中执行 src/platform/postgres/doors.sql。`,
  en: `Note: the database “${name}” leaves ${list} open, one wall less between workspaces. Run src/platform/postgres/doors.sql in it as superuser.`,
})
