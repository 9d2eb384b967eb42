/** A person who never touches the mouse: goes with Ctrl K and Tab to what he reads on the screen. */
import type { Page } from '@playwright/test'
import type { AppWords } from './app-words.ts'

export function keyboardOf(page: Page, t: AppWords) {
  const press = async (...names: string[]) => {
    for (const name of names) await page.keyboard.press(name)
  }
  const type = (text: string) => page.keyboard.type(text)
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
  /** Ctrl K, what is sought, down to the line that is meant, Enter. */
  const find = async (text: string, at: string | RegExp = text) => {
    await press('Control+k')
    const palette = dialog(t.palette('title'))
    await palette.waitFor()
    await type(text)
    await palette.getByRole('option').filter({ hasText: at }).first().waitFor()
    for (let i = 0; i < 12 && !(await palette.getByRole('option', { selected: true }).filter({ hasText: at }).count()); i++)
      await press('ArrowDown')
    await press('Enter')
    await palette.waitFor({ state: 'detached' })
  }
  /** Tab until what is called so has the focus; of `role` where a column is called as a tab is. */
  const tabTo = async (name: string | RegExp, key = 'Tab', role?: string) => {
    const seen: string[] = []
    for (let i = 0; i < 90; i++) {
      const [named, kind] = await page.evaluate(() => {
        const at = document.activeElement === document.body ? null : document.activeElement
        const label = (at?.id && document.querySelector(`label[for="${at.id}"]`)) || at?.closest('label')
        const called = [at?.getAttribute('aria-label'), label?.textContent, at?.textContent].filter(Boolean).join('|')
        return [called, at?.getAttribute('role') ?? ''] as const
      })
      const fits = role === undefined || role === kind
      if (fits && (typeof name === 'string' ? named.split('|').some((one) => one.trim().startsWith(name)) : name.test(named))) return
      seen.push(named)
      await press(key)
    }
    throw new Error(`${key} never came to ${String(name)}, but to ${seen.join(' / ')}`)
  }
  const replace = async (text: string) => {
    await press('Control+a')
    await type(text)
  }
  return { press, type, dialog, find, tabTo, replace }
}
