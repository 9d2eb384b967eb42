/** Leads to an address of the app from where no hook reaches. main.tsx gives the way. */
let way: (href: string) => void = () => undefined

export const onGo = (next: (href: string) => void): void => {
  way = next
}
export const go = (href: string): void => way(href)
