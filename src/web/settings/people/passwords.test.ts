import { expect, test } from 'vitest'
import { firstPassword } from './passwords.ts'

test('first passwords are three groups of four, no two alike, without signs that look alike', () => {
  const made = Array.from({ length: 500 }, firstPassword)
  for (const one of made) expect(one).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/)
  expect(new Set(made).size).toBe(500)
})
