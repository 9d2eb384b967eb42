import { defineAction } from '../../engine/module.ts'
import { activity } from './activity.ts'

/** A task is done: what came of it, and what comes next. */
export const complete = defineAction(activity, 'complete', {
  label: { zh: '完成', en: 'Done' },
  icon: 'check',
  when: {
    filter: { field: 'doneAt', op: 'empty', value: true },
    code: 'already-done',
    reason: { zh: '已经完成了', en: 'It is done already' },
  },
  asks: ['outcome?', 'text?', 'nextStep?', 'nextStepAt?'],
  sets: { doneAt: { now: true } },
  primary: true,
})
