import { date, rollup, text } from '../../fields/index.ts'

/** Next step is one truth: the earliest open task. Shown on the record, written through it: the rule makes or replaces that task. */
export const nextStepOf = (by: string) => {
  const where = {
    and: [
      { field: 'kind', op: 'eq', value: 'task' },
      { field: 'doneAt', op: 'empty', value: true },
    ],
  }
  return {
    nextStep: rollup({
      label: { zh: '下一步', en: 'Next step' },
      of: 'activity',
      by,
      fn: 'take',
      field: 'text',
      orderBy: 'dueAt',
      where,
      result: 'text',
      writtenBy: 'planNextStep',
      alias: ['下一步', '下次跟进内容', 'next_step'],
    }),
    nextStepAt: rollup({
      label: { zh: '下一步时间', en: 'Next step at' },
      of: 'activity',
      by,
      fn: 'take',
      field: 'dueAt',
      orderBy: 'dueAt',
      where,
      result: 'date',
      time: 'optional',
      writtenBy: 'planNextStep',
      indexed: true,
      alias: ['下次联系时间', '下次跟进时间', 'next_step_at'],
    }),
    lastContactAt: rollup({
      label: { zh: '最近跟进', en: 'Last contact' },
      of: 'activity',
      by,
      fn: 'max',
      field: 'doneAt',
      result: 'datetime',
    }),
  }
}

/** The same two words on a follow-up: what it leads to. */
export const leadsTo = {
  nextStep: text({ label: { zh: '下一步', en: 'Next step' }, writtenBy: 'planNextStep' }),
  nextStepAt: date({ label: { zh: '下一步时间', en: 'Next step at' }, time: 'optional', writtenBy: 'planNextStep' }),
}
