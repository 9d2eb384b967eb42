import { type ReactNode, cloneElement, isValidElement } from 'react'

/** An icon beside words or in what has a name: the library calls its icons by English names, “share-alt 共享” would be read out. */
export const unspoken = (icon: ReactNode): ReactNode =>
  isValidElement<{ 'aria-hidden'?: boolean }>(icon) ? cloneElement(icon, { 'aria-hidden': true }) : icon
