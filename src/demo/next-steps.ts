/** Open tasks: what is due today, late, this week and after. Dealt from a deck for each colleague, so that everybody's day has something in it. */
import type { Open } from './follow-ups.ts'
import type { Ground, Made } from './made.ts'

/** Days from today. */
const deck = [0, 1, -2, 3, 0, 2, 8, 7, 0, 4, 12, -4, 1, 9, 5, 20, 2, 16, 3, 31]

export function nextSteps({ chance, calendar, id }: Ground, open: Open[]): Made[] {
  const dealt = new Map<string, number>()
  const tasks: Made[] = []
  for (const each of chance.shuffled(open)) {
    const wanted = chance.may(each.weight) && each.text !== ''
    const timed = chance.may(0.2)
    if (!wanted) continue
    const turn = dealt.get(each.owner) ?? 0
    dealt.set(each.owner, turn + 1)
    // nothing was due before it was planned
    const offset = Math.max(deck[turn % deck.length]!, -each.last)
    const appointment = calendar.appointment(offset, chance)
    const dueAt = timed && offset > 0 ? appointment : calendar.day(offset)
    tasks.push({
      id: id(`next step ${JSON.stringify(each.on)}`),
      values: { ...each.on, kind: 'task', text: each.text, dueAt, owner: each.owner },
      made: { at: each.after, by: each.owner },
    })
  }
  return tasks
}
