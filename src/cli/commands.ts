import { backup } from './backup.ts'
import type { Command, LoneCommand } from './command.ts'
import { importFile } from './import.ts'
import { exportWorkspace, importWorkspace } from './export-workspace.ts'
import { restore } from './restore.ts'
import { setup } from './setup.ts'
import { user } from './user.ts'
import { workspaces } from './workspaces.ts'

/** Every command of `npm run guanxi -- …`, in the order that help shows. */
export const commands: (Command | LoneCommand)[] = [setup, user, workspaces, importFile, backup, restore, exportWorkspace, importWorkspace]
