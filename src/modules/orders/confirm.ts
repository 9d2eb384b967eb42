import { defineAction } from '../../engine/module.ts'
import { order } from './order.ts'

/** It is agreed; its lines and prices are fixed. */
export const confirm = defineAction(order, 'confirm', {
  label: { zh: '确认', en: 'Confirm' },
  icon: 'check',
  when: {
    filter: { field: 'status', op: 'eq', value: 'draft' },
    code: 'not-draft',
    reason: { zh: '只有草稿可以确认', en: 'Only a draft can be confirmed' },
  },
  asks: ['signedOn?', 'dueOn?'],
  sets: { status: 'confirmed' },
  primary: true,
})
