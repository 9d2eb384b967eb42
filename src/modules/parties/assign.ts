import type { ObjectDefinition } from '../../engine/definition.ts'
import { defineAction } from '../../engine/module.ts'
import { owner } from '../../fields/index.ts'

/** Gives a record to a colleague; what hangs on it goes along. Whoever may write it may give it away. */
export const assign = (object: ObjectDefinition) =>
  defineAction(object, 'assign', {
    label: { zh: '转交', en: 'Assign' },
    icon: 'swap',
    input: { owner: owner({ label: { zh: '交给', en: 'To' }, required: true, default: undefined }) },
    sets: { owner: { from: 'owner' } },
    right: 'assign',
  })
