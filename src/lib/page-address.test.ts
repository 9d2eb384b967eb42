import { expect, test } from 'vitest'
import { isPage } from './page-address.ts'

test.each(['/', '/o/leads?filter=%7B%22and%22%3A%5B%5D%7D&q=王', '/o/accounts/1#below', '/settings/me', '/o//leads'])(
  '%j is a page',
  (text) => expect(isPage(text)).toBe(true),
)

test.each([
  '',
  'o/leads',
  ' /o/leads',
  '//gx.invalid/o',
  '/\\gx.invalid',
  '/\t/gx.invalid',
  '\\\\gx.invalid',
  'https://gx.invalid/',
  'javascript:alert(1)',
  'data:text/html,x',
  null,
  7,
])('%j is none', (text) => expect(isPage(text)).toBe(false))
