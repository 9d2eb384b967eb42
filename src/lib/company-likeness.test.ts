import { expect, test } from 'vitest'
import { firmLikeness } from './company-likeness.ts'

test.each([
  ['苏州固特机械有限公司', '固特机械（苏州）有限公司', 'same'],
  ['固特机械（苏州）有限公司', '苏州固特机械有限责任公司', 'same'],
  ['苏州市固特机械有限公司', '苏州固特机械', 'same'],
  ['石家庄恒力机械有限公司', '恒力机械(石家庄)有限公司', 'same'],
  ['Siemens AG', 'SIEMENS', 'same'],
  ['固特精密机械', '苏州固特精密机械有限公司', 'near'],
  ['固特精密机械（苏州）有限公司', '固特精密机械有限公司', 'near'],
  ['贝尔（苏州）有限公司', '贝尔（无锡）有限公司', null],
  ['苏州固特机械', '无锡固特机械', null],
  ['机械', '苏州机械', null],
  ['Siemens', 'Siemens Energy', null],
])('%s and %s are %s', (one, other, likeness) => {
  expect(firmLikeness(one, other)).toBe(likeness)
  expect(firmLikeness(other, one)).toBe(likeness)
})
