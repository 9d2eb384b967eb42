import { defineModule } from '../../engine/module.ts'
import { assign } from '../parties/index.ts'
import { convert } from './convert/convert.ts'
import { leadUncalled } from './day.ts'
import { discard } from './discard.ts'
import { firstContact } from './first-contact.ts'
import { lead } from './lead.ts'
import { reopen } from './reopen.ts'

export const leads = defineModule({
  name: 'leads',
  needs: ['people', 'parties', 'activities'],
  objects: [lead],
  actions: [convert, assign(lead), discard, reopen],
  reactions: firstContact,
  day: [leadUncalled],
})
