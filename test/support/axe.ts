import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

type Violation = { id: string; nodes: { target: string[]; any: { message: string }[] }[] }
type Judge = { run: (on: Document, how: object) => Promise<{ violations: Violation[] }> }

/** What breaks WCAG 2.1 A and AA on the page as it stands. What keeps it is not listed: that took axe half of its time. */
export async function broken(on: Page): Promise<string[]> {
  await on.evaluate(axe)
  return on.evaluate(async () => {
    const { axe: judge } = window as unknown as { axe: Judge }
    // two frames: colours that were just changed are those of the whole page then
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const { violations } = await judge.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
      resultTypes: ['violations'],
    })
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ target, any }) => `${id} ${target.join(' ')} ${any.map(({ message }) => message).join(' ')}`),
    )
  })
}
