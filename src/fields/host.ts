import { createContext, useContext } from 'react'
import type { Option } from '../ui/Combobox.tsx'

/** What a field's face may ask of the app around it; the app gives it, so that no face knows of addresses or requests. */
export type Uploaded = { id: string; name?: string; size?: number; type?: string }

export type Host = {
  /** Records of an object by a few letters of their title: those that are offered where one is newly chosen, or `all`. */
  find: (object: string, text: string, all?: boolean) => Promise<Option[]>
  /** Opens the form for a new record with a title; null where the reader may not make one. */
  create: ((object: string, title: string) => Promise<{ id: string; title: string } | null>) | null
  mayCreate: (object: string) => boolean
  /** Address of a record's page. */
  href: (object: string, id: string) => string
  open: (object: string, id: string) => void
  upload: (files: File[]) => Promise<Uploaded[]>
  fileHref: (id: string) => string
}

const nobody: Host = {
  find: () => Promise.resolve([]),
  create: null,
  mayCreate: () => false,
  href: () => '#',
  open: () => undefined,
  upload: () => Promise.resolve([]),
  fileHref: () => '#',
}

export const HostIn = createContext<Host>(nobody)
export const useHost = (): Host => useContext(HostIn)
