import { createHash } from 'node:crypto'

/**
 * The id of a record by its name: `id('account 17')`. The same within a workspace whenever it is asked, so that loading can go on
 * where it broke off; another in every workspace. Shaped as UUIDv7, of the moment when the workspace was made.
 */
export const idsOf =
  (workspace: string) =>
  (name: string): string => {
    const drawn = createHash('sha256').update(`${workspace} ${name}`).digest('hex')
    const moment = workspace.slice(0, 13)
    return `${moment}-7${drawn.slice(0, 3)}-8${drawn.slice(3, 6)}-${drawn.slice(6, 18)}`
  }

export type Ids = ReturnType<typeof idsOf>
