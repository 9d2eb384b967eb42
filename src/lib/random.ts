/**
 * Chance that comes again: the same seed gives the same world.
 *   const chance = chanceOf(7)
 *   chance.pick(['苏州', '无锡'])   chance.between(3, 8)   chance.may(0.2)   chance.weighted({ fair: 3, website: 1 })
 */
export type Chance = {
  /** From 0 to 1, without 1. */
  next: () => number
  /** A whole number from 0, without n. */
  below: (n: number) => number
  /** A whole number, both ends included. */
  between: (low: number, high: number) => number
  pick: <T>(list: readonly T[]) => T
  may: (part: number) => boolean
  /** A name, as often as its weight says. */
  weighted: <K extends string>(weights: Record<K, number>) => K
  shuffled: <T>(list: readonly T[]) => T[]
}

/** Mulberry32: 32 bits of state, good enough for everything but secrets. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    pick: (list) => list[below(list.length)]!,
    may: (part) => next() < part,
    weighted: (weights) => weighted(weights, next()),
    shuffled: (list) => shuffled(list, below),
  }
}

function weighted<K extends string>(weights: Record<K, number>, drawn: number): K {
  const names = Object.keys(weights) as K[]
  let rest = drawn * names.reduce((sum, name) => sum + weights[name], 0)
  return names.find((name) => (rest -= weights[name]) < 0) ?? names.at(-1)!
}

function shuffled<T>(list: readonly T[], below: (n: number) => number): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return mixed
}
