import { defineModule } from '../../engine/module.ts'
import { account } from './account.ts'
import { assign } from './assign.ts'
import { contact } from './contact.ts'

export { assign } from './assign.ts'
export { industries, levels, ratings, sources } from './choices.ts'
export const parties = defineModule({
  name: 'parties',
  needs: ['people', 'activities'],
  objects: [account, contact],
  actions: [assign(account), assign(contact)],
})
