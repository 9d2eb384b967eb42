/** An address that a browser, too, takes for one of ours: it drops tabs, and a backslash is a slash to it. */
export const isPage = (address: unknown): address is string =>
  typeof address === 'string' && address.startsWith('/') && URL.canParse(address, here) && new URL(address, here).origin === here

const here = 'http://here.invalid'
