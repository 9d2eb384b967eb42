import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../lib/errors.ts'
import { deepest, readJson } from './body.ts'

const refusal = (bytes: Buffer | string) => {
  try {
    readJson(Buffer.from(bytes))
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, errors: error.errors.map(({ field, code }) => `${field} ${code}`) }
    throw error
  }
  return null
}

test('ordinary JSON arrives as it was sent', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
      const text = JSON.stringify(value)
      fc.pre(!text.includes('\\u0000') && !text.includes('__proto__') && !/\\ud[89a-f]/.test(text))
      expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text))
    }),
  )
  expect(readJson(Buffer.from('\uFEFF{"name":"关系 😀"}'))).toEqual({ name: '关系 😀' })
})

test('what is not JSON in UTF-8 is malformed', () => {
  expect(refusal('{"a":')?.code).toBe('not-json')
  expect(refusal('')?.code).toBe('not-json')
  expect(refusal(Buffer.from([0x22, 0xb9, 0xd8, 0x22]))?.code).toBe('not-json')
})

test('every character that cannot be stored is named by its place', () => {
  expect(refusal('{"a":"x\\u0000","lines":[{"b":"\\ud83d"}],"ok":"\\ud83d\\ude00"}')).toEqual({
    code: 'invalid',
    errors: ['a bad-character', 'lines.0.b bad-character'],
  })
  expect(refusal('{"a\\u0000":1}')?.errors).toEqual(['a\0 unknown-field'])
  expect(refusal('{"n":1e999}')?.errors).toEqual(['n not-number'])
})

test('a name that reaches a prototype is no field', () => {
  expect(refusal('{"a":{"__proto__":{"admin":true}}}')?.errors).toEqual(['a.__proto__ unknown-field'])
  expect(refusal('{"a":{"\\u005f_proto__":1}}')?.errors).toEqual(['a.__proto__ unknown-field'])
})

test('nesting is fine to the limit and refused beyond it, however deep', () => {
  expect(refusal('['.repeat(deepest) + ']'.repeat(deepest))).toBeNull()
  expect(refusal('['.repeat(deepest + 1) + ']'.repeat(deepest + 1))?.errors[0]).toContain('too-deep')
  expect(refusal('['.repeat(500_000) + ']'.repeat(500_000))?.errors[0]).toContain('too-deep')
})
