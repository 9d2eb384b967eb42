/** Chance that comes again: the same seed gives the same world, so a failure can be looked at twice. */
export type Chance = {
  next: () => number
  below: (n: number) => number
  pick: <T>(list: readonly T[]) => T
  may: (part: number) => boolean
}

/** Mulberry32: 32 bits of state are plenty for a test. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return { next, below, pick: (list) => list[below(list.length)]!, may: (part) => next() < part }
}
