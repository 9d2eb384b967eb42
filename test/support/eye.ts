/** Watches a page for what text must never become: an element, a script, a question, a request to another house. */
import type { Page } from '@playwright/test'

export type Eye = {
  /** What was noticed since the last time, none twice: `ran 3`, `element img`, `refused script-src-attr`, `asked http://gx.invalid`. */
  noticed: () => Promise<string[]>
  /** Whether one of the payloads stands on the page, as text. */
  shown: () => Promise<boolean>
}

export async function watch(page: Page, home: string): Promise<Eye> {
  const told = new Set<string>()
  await page.exposeFunction('toldBy', (what: string) => void told.add(what))
  await page.addInitScript(() => {
    const tell = (window as unknown as { toldBy: (what: string) => void }).toldBy
    Object.assign(window, { pwned: (n: unknown) => tell(`ran ${String(n)}`) })
    document.addEventListener('securitypolicyviolation', (event) => tell(`refused ${event.effectiveDirective}`))
  })
  page.on('dialog', (dialog) => {
    told.add(`dialog ${dialog.type()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (!['data:', 'blob:', 'about:'].includes(url.protocol) && url.origin !== home) told.add(`asked ${url.origin}`)
  })
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) told.add('frame')
  })
  return {
    async noticed() {
      const elements = await page.evaluate(() => {
        const found = [
          ...document.querySelectorAll(
            '.gxm, gxm, base, iframe, object, embed, meta[http-equiv], a[href^="javascript:" i], a[href^="data:" i]',
          ),
        ]
        const handlers = [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on')))
        const scripts = [...document.scripts].filter((one) => one.src === '')
        return [...found, ...handlers, ...scripts].map((one) => `element ${one.localName}`)
      })
      for (const each of elements) told.add(each)
      const all = [...told].toSorted()
      told.clear()
      return all
    },
    shown: () =>
      page.evaluate(() => {
        const places = [...document.querySelectorAll<HTMLElement>('main, article, [role=dialog], [role=listbox], [role=menu]')]
        const typed = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
        return places.some((one) => /gxm/.test(one.innerText)) || typed.some((one) => /gxm/.test(one.value))
      }),
  }
}
