import { defineModule, extend } from '../../engine/module.ts'
import { ref } from '../../fields/index.ts'
import { assign } from '../parties/index.ts'
import { dealNeglected } from './day.ts'
import { lose } from './lose.ts'
import { openDeal } from './open-deal.ts'
import { opportunity } from './opportunity.ts'
import { reopen } from './reopen.ts'
import { win } from './win.ts'

export const sales = defineModule({
  name: 'sales',
  needs: ['people', 'parties', 'activities'],
  objects: [opportunity],
  actions: [win, lose, reopen, assign(opportunity)],
  additions: [openDeal],
  day: [dealNeglected],
  extensions: [
    extend('activity', {
      fields: {
        opportunity: ref('opportunity', { label: { zh: '商机', en: 'Opportunity' }, remove: 'with', fills: { account: 'account' } }),
      },
      list: ['opportunity'],
      form: ['opportunity'],
      anchor: ['opportunity'],
    }),
  ],
})
