import { expect, test } from 'vitest'
import { chanceOf } from './random.ts'

const draws = (seed: number) => Array.from({ length: 50 }, chanceOf(seed).next)

test('the same seed draws the same, another seed does not', () => {
  expect(draws(7)).toEqual(draws(7))
  expect(draws(7)).not.toEqual(draws(8))
})

test('every draw lies within its bounds, and both ends come', () => {
  const chance = chanceOf(1)
  const drawn = new Set(Array.from({ length: 300 }, () => chance.between(3, 6)))
  expect([...drawn].sort()).toEqual([3, 4, 5, 6])
  expect(Array.from({ length: 300 }, () => chance.below(2)).every((n) => n === 0 || n === 1)).toBe(true)
})

test('weights count, and one without weight never comes', () => {
  const chance = chanceOf(2)
  const drawn = Map.groupBy(
    Array.from({ length: 1000 }, () => chance.weighted({ often: 9, seldom: 1, never: 0 })),
    (name) => name,
  )
  expect(drawn.get('often')!.length).toBeGreaterThan(drawn.get('seldom')!.length * 5)
  expect(drawn.has('never')).toBe(false)
})

test('shuffling keeps everything and changes the order', () => {
  const list = Array.from({ length: 40 }, (_, i) => i)
  const mixed = chanceOf(3).shuffled(list)
  expect(mixed).not.toEqual(list)
  expect(mixed.toSorted((a, b) => a - b)).toEqual(list)
})
