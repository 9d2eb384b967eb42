import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

/** What breaks WCAG 2.1 A and AA on the page as it stands. */
export async function broken(on: Page): Promise<string[]> {
  await on.evaluate(axe)
  return on.evaluate(async () => {
    const { axe: judge } = window as unknown as {
      axe: { run: (on: Document, how: object) => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> }
    }
    const { violations } = await judge.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id} ${target.join(' ')}`))
  })
}
