import { build } from '../build.ts'
import type { FieldOptions, FieldType } from '../field.ts'
import { type RefOptions, refType } from '../ref/index.ts'

/** Whose record it is; whoever makes it, where nothing is said. */
export const owner = (options: FieldOptions = {}) => build<RefOptions>('owner', { default: 'me', ...options, to: 'user' })

export const ownerType: FieldType = { ...refType, name: 'owner', label: { zh: '负责人', en: 'Owner' } }
