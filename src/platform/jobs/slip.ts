import type { Workspace } from '../../engine/principal.ts'

/** What graphile-worker carries: where the row lies, never what it says. */
export type Slip = { workspace: string; outbox: string }

/** As much of a workspace as it takes to reach its rows. */
export type Place = Pick<Workspace, 'id' | 'schema' | 'role'>
