/** What a kind of record is called: where many of them stand, and in the middle of a sentence. */
import type { ObjectShape } from '../lib/wire.ts'
import { language, say } from '../ui/i18n.ts'

export const manyOf = (object: Pick<ObjectShape, 'labels'>): string => say(object.labels)

/** English writes it small there. */
export const manyIn = (object: Pick<ObjectShape, 'labels'>): string => (language() === 'en' ? manyOf(object).toLowerCase() : manyOf(object))
