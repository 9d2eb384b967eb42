import type { Command } from './command.ts'
import { importFile } from './import.ts'
import { setup } from './setup.ts'
import { user } from './user.ts'

/** Every command of `npm run guanxi -- …`, in the order that help shows. */
export const commands: Command[] = [setup, user, importFile]
