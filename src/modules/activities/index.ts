import { defineModule } from '../../engine/module.ts'
import { activity } from './activity.ts'
import { complete } from './complete.ts'
import { stepLate, stepToday } from './day.ts'
import { planNextStep } from './plan-next-step.ts'

export { nextStepOf } from './next-step.ts'
export const activities = defineModule({
  name: 'activities',
  needs: ['people'],
  objects: [activity],
  actions: [complete],
  rules: { planNextStep },
  day: [stepLate, stepToday],
})
