import type { Me } from '../../lib/wire.ts'
import { carry, get, send } from '../api/http.ts'
import { meQuery, queries } from '../api/queries.ts'
import { forgetLists } from '../api/rows.ts'
import { forgetSeen } from '../palette/recent.ts'

/** Whoever signs in begins with nothing of the one before. */
function begin(me: Me): Me {
  queries.clear()
  forgetLists()
  carry(me.csrf)
  queries.setQueryData(meQuery.queryKey, me)
  return me
}

export const setupState = () => get<{ needed: boolean; token: boolean }>('/setup')

export type Wish = { firm: string; name: string; email: string; password: string; demo: boolean; token?: string }
export const setUp = async (wish: Wish): Promise<Me> => begin(await send<Me>('POST', '/setup', wish))

export const signIn = async (email: string, password: string): Promise<Me> => begin(await send<Me>('POST', '/session', { email, password }))

export const choose = async (workspace: string): Promise<Me> => begin(await send<Me>('POST', '/session/workspace', { workspace }))

/** Into another firm: the page starts anew, so that nothing of the first one stays. */
export async function switchTo(workspace: string): Promise<void> {
  await choose(workspace)
  location.assign('/')
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/session')
  forgetSeen()
  queries.clear()
  forgetLists()
}
