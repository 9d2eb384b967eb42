import { defineAction } from '../../../engine/module.ts'
import { ref } from '../../../fields/index.ts'
import { lead } from '../lead.ts'
import { checkConvert } from './checks.ts'
import { convertLeads } from './make.ts'
import { offersFor } from './offers.ts'

/**
 * The lead is interested: it becomes a customer with a contact, or joins one whom we have. Who is joined needs to be read, not
 * written: what hangs on a customer is his owner's as well.
 */
export const convert = defineAction(lead, 'convert', {
  label: { zh: '转为客户', en: 'Convert' },
  icon: 'convert',
  primary: true,
  when: {
    filter: { field: 'status', op: 'phase', value: ['open'] },
    code: 'not-open',
    reason: { zh: '线索已经结束', en: 'The lead is closed' },
  },
  input: {
    account: ref('account', {
      label: { zh: '客户', en: 'Account' },
      help: {
        zh: '不选就各自新建；像是已有客户的，留给您一条条决定',
        en: 'Empty: a new one each; those who look like somebody you have are left for you to decide',
      },
    }),
    contact: ref('contact', { label: { zh: '联系人', en: 'Contact' } }),
  },
  single: ['contact'],
  sets: { status: 'converted' },
  returns: { properties: { account: { type: 'string', format: 'uuid' }, contact: { type: ['string', 'null'], format: 'uuid' } } },
  checks: checkConvert,
  offers: offersFor,
  run: convertLeads,
})
