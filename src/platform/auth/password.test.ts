import { expect, test } from 'vitest'
import { argon2Runs, hashPassword, passwordProblems, verifyPassword } from './password.ts'

test('a password is known again, another is not', async () => {
  const stored = await hashPassword('correct horse 电池')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$=]{22}\$[^$=]{43}$/)
  expect(await verifyPassword('correct horse 电池', stored)).toBe(true)
  expect(await verifyPassword('correct horse 电', stored)).toBe(false)
})

test('the same password is stored differently each time', async () => {
  expect(await hashPassword('same same')).not.toBe(await hashPassword('same same'))
})

test('composed and decomposed letters are the same password', async () => {
  expect(await verifyPassword('cafe\u0301 noir', await hashPassword('caf\u00e9 noir'))).toBe(true)
})

test('nobody to compare with costs the same work and is never right', async () => {
  const runs: unknown[] = []
  const count = (run: unknown) => runs.push(run)
  argon2Runs.subscribe(count)
  const stored = await hashPassword('12345678')
  runs.length = 0
  expect(await verifyPassword('12345678', stored)).toBe(true)
  expect(await verifyPassword('12345678', null)).toBe(false)
  expect(await verifyPassword('12345678', 'not a hash')).toBe(false)
  argon2Runs.unsubscribe(count)
  expect(runs).toHaveLength(3)
  expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(1)
})

test('short, long, unstorable passwords and the e-mail itself are refused', () => {
  const codes = (password: string) => passwordProblems(password, 'Wang@Firm.cn').map((problem) => problem.code)
  expect(codes('1234567')).toEqual(['too-short'])
  expect(codes('12345678')).toEqual([])
  expect(codes('一二三四五六七八')).toEqual([])
  expect(codes('😀😀😀😀')).toEqual(['too-short'])
  expect(codes('x'.repeat(201))).toEqual(['too-long'])
  expect(codes('wang@firm.CN')).toEqual(['password-is-email'])
  expect(codes('12345678\0')).toEqual(['bad-character'])
  expect(codes('12345678\ud800')).toEqual(['bad-character'])
})
