/** Ctrl K and the search box open whatever has registered itself as the palette. */
let opener: () => void = () => undefined

export const registerPalette = (open: () => void): void => {
  opener = open
}
export const openPalette = (): void => opener()
