import { expect, test } from 'vitest'
import { isAway, isDiskFull } from './away.ts'

const error = (words: string, more: object = {}) => Object.assign(new Error(words), more)

test('a database that is away is told from one that says no', () => {
  const away = [
    ...['08006', '57P01', '57P03', '53300', '28P01', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].map((code) =>
      error('x', { code }),
    ),
    error('connect ENOENT /data/postgres/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
    error('Connection terminated unexpectedly'),
    error('timeout exceeded when trying to connect'),
  ]
  expect(away.filter((each) => !isAway(each))).toEqual([])
  const no = [error('x', { code: '23505' }), error('x', { code: 'ENOENT', syscall: 'open' }), error('x'), 'ECONNRESET', null]
  expect(no.filter((each) => isAway(each))).toEqual([])
})

test('a full disk is PostgreSQL’s or ours', () => {
  expect(['53100', 'ENOSPC', 'EDQUOT', '53200', 'EIO'].map((code) => isDiskFull(error('x', { code })))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
