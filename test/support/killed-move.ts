/** A move in a process of its own that pulls its own plug before a step, as kill -9 does. */
import { handsOn } from '../../src/cli/hands.ts'
import { openAll } from '../../src/databases.ts'
import { moveWorkspace } from '../../src/platform/databases/move.ts'
import { workspaceById } from '../../src/platform/directory/workspaces.ts'
import { identity } from './identity.ts'
import type { Two } from './two.ts'

type Given = Two['given'] & { workspace: string; to: string; step: string }
const given = JSON.parse(process.env.GIVEN ?? '') as Given
const all = await openAll(given.main, { further: [{ name: 'east', ...given.east }], identity })
const hands = await handsOn(all.main, { ...given.main, leave: () => Promise.resolve() }, all)
const workspace = (await workspaceById(all.main, given.workspace))!
await moveWorkspace({
  ...all,
  workspace,
  to: given.to,
  lay: (define) => hands.layIn(all.databases.named(given.to), workspace, define),
  show: () => undefined,
  async at(step) {
    if (step === given.step) process.kill(process.pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 0))
  },
})
