import { expect, test } from 'vitest'
import { ownDomain } from './mail-domain.ts'

test.each([
  ['li@guteng-sz.com', 'guteng-sz.com'],
  ['Li.Ming@Sales.Siemens.DE', 'sales.siemens.de'],
  ['a@outlook-machines.cn', 'outlook-machines.cn'],
  ['13800138000@163.com', null],
  ['a@vip.163.com', null],
  ['a@QQ.com', null],
  ['a@yahoo.co.jp', null],
  ['a@hotmail.fr', null],
  ['not an address', null],
])('%s has the domain %s of its own', (email, domain) => expect(ownDomain(email)).toBe(domain))
