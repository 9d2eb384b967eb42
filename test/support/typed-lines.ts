/** Five lines of a quote by key: three typed, the first with a product and a discount, and two pasted from Excel. */
import type { Page } from '@playwright/test'
import { expect } from 'vitest'
import type { AppWords } from './app-words.ts'
import type { keyboardOf } from './keyboard.ts'

type Told = { product: { name: string; code: string }; lines: string[]; pasted: string; also: string[] }
type Screen = { hand: ReturnType<typeof keyboardOf>; t: AppWords; told: Told; narrow: boolean; look: (name: string) => Promise<void> }

export async function typeLines(page: Page, { hand, t, told: mine, narrow, look }: Screen): Promise<void> {
  const { press, type, dialog, tabTo, replace } = hand
  const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })
  await (narrow ? writeCards() : writeGrid())

  async function writeGrid() {
    await tabTo(new RegExp(t.lines('cell', { field: t.field('quoteLine', 'product'), row: 1 })))
    await type(mine.product.code)
    await press('Enter')
    await soon(() => page.locator('[data-cell="0.price"]').innerText()).toBe('¥1,130')
    await press('Tab', 'Tab', 'Tab')
    await type('3')
    await press('Enter', 'Enter')
    await type('5')
    await press('Enter', 'Enter', 'Tab')
    await type(mine.lines[0]!)
    await press('Tab', 'Tab', 'Tab')
    await type('2')
    await press('Enter')
    await type('1,234.50')
    await press('Enter', 'Enter', 'Enter', 'Tab')
    await type(mine.lines[1]!)
    await press('Tab', 'Tab', 'Tab', 'Tab')
    await type('500')
    await press('Enter', 'Enter', 'Enter')
    await paste()
  }
  async function writeCards() {
    const add = async (row: number, fill: [string, string][]) => {
      await tabTo(t.lines('add'))
      await press('Enter')
      const sheet = dialog(t.lines('row', { row }))
      await sheet.waitFor()
      for (const [name, text] of fill) {
        await tabTo(name)
        if (name === t.field('quoteLine', 'product')) {
          await type(text)
          await press('Enter')
          await sheet.getByText(mine.product.name).first().waitFor()
          await soon(() => sheet.getByLabel(t.field('quoteLine', 'price')).inputValue()).not.toBe('')
        } else await replace(text)
      }
      if (row === 1) await look('line')
      await press('Control+Enter')
      await sheet.waitFor({ state: 'detached' })
    }
    const [product, name, quantity, price, discount] = ['product', 'description', 'quantity', 'price', 'discount'].map((one) =>
      t.field('quoteLine', one),
    ) as [string, string, string, string, string]
    await add(1, [[product, mine.product.code], [quantity, '3'], [discount, '5']]) // prettier-ignore
    await add(2, [[name, mine.lines[0]!], [quantity, '2'], [price, '1,234.50']]) // prettier-ignore
    await add(3, [[name, mine.lines[1]!], [price, '500']]) // prettier-ignore
    await tabTo(t.lines('add'))
    await paste()
  }
  async function paste() {
    await page.evaluate((text) => navigator.clipboard.writeText(text), mine.pasted)
    await press('Control+v')
    await page.getByText(mine.also[1]!).first().waitFor()
  }
}
