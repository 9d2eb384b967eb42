import { firmKey } from './company.ts'

/**
 * How like two names of firms are: the same but for the form of company, brackets and where the place stands, or near:
 * one of them only leaves the place out.
 *   firmLikeness('苏州固特机械有限公司', '固特机械（苏州）有限公司') → 'same'
 *   firmLikeness('固特精密机械', '苏州固特精密机械有限公司')       → 'near'
 *   firmLikeness('贝尔（苏州）', '贝尔（无锡）')                  → null
 */
export function firmLikeness(one: string, other: string): 'same' | 'near' | null {
  const [a, b] = [firmKey(one), firmKey(other)]
  if (turned(a).includes(b)) return 'same'
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const left = long.length - short.length
  const within = long.startsWith(short) || long.endsWith(short)
  return han.test(short) && short.length >= leastCore && within && left >= 2 && left <= longestPlace ? 'near' : null
}

/** All keys that may stand for the same firm: a place in front or at the end is two to four characters. */
export function turned(key: string): string[] {
  if (!han.test(key)) return [key]
  const keys = new Set([key])
  for (let place = 2; place <= longestPlace && key.length - place >= 3; place++)
    keys.add(key.slice(place) + key.slice(0, place)).add(key.slice(-place) + key.slice(0, -place))
  return [...keys]
}

/** What to look for when the place is left out somewhere: without what may be one in front. */
export const coreOf = (key: string): string => (han.test(key) && key.length >= leastCore + 2 ? key.slice(2) : key)

const han = /^[\u4e00-\u9fff]/
const longestPlace = 4
/** 机械 or 科技 alone say nothing. */
const leastCore = 4
