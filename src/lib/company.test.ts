import { expect, test } from 'vitest'
import { firmKey } from './company.ts'

test.each([
  ['无锡泰力新材料（无锡）有限公司', '无锡泰力新材料(无锡)有限责任公司'],
  ['无锡瑞创物流（无锡）有限公司', '无锡瑞创物流有限公司'],
  ['苏州恒达 机械 有限公司', '苏州恒达机械'],
  ['苏州市恒达机械股份有限公司', '苏州恒达机械有限公司'],
  ['海尔集团公司', '海尔集团'],
  ['恒达科技（集团）有限公司', '恒达科技集团有限公司'],
  ['ABB（中国）有限公司', 'ABB中国有限公司'],
  ['ＡＢＢ 中国', 'abb中国'],
  ['张三五金店（个体工商户）', '张三五金店'],
  ['Shenzhen Foo Co., Ltd.', 'SHENZHEN FOO CO.,LTD'],
  ['Foo Inc.', 'foo LLC'],
  ['Siemens AG', 'SIEMENS  A.G.'],
  ['Bosch GmbH', 'Bosch GmbH & Co. KG'],
  ['トヨタ株式会社', 'トヨタ'],
])('%s and %s are one firm', (a, b) => expect(firmKey(a)).toBe(firmKey(b)))

test.each([
  ['贝尔（苏州）有限公司', '贝尔（无锡）有限公司'],
  ['苏州恒达机械有限公司', '苏州恒达电子有限公司'],
  ['恒达机械苏州分公司', '恒达机械有限公司'],
  ['中国市政工程有限公司', '中国工程有限公司'],
  ['集团', '公司'],
  ['Co', 'Ltd'],
])('%s and %s are two', (a, b) => expect(firmKey(a)).not.toBe(firmKey(b)))

test('a person keeps his name', () => expect(firmKey('欧阳公司')).toBe('欧阳'))
test('nothing is left only where nothing was', () => {
  expect(firmKey('  ')).toBe('')
  for (const name of ['有限公司', '（）', '()', 'Ltd', '...']) expect(firmKey(name)).not.toBe('')
})
