import { defineObject } from '../../engine/definition.ts'
import { boolean, choice, longText, money, percent, text } from '../../fields/index.ts'
import { units } from './units.ts'

/** What is sold. Everyone reads it; what it costs us only those who may know. */
export const product = defineObject('product', {
  label: { zh: '产品', en: 'Product' },
  icon: 'box',
  title: 'name',
  fields: {
    code: text({
      label: { zh: '编码', en: 'Code' },
      search: true,
      unique: true,
      indexed: true,
      alias: ['产品编号', '型号', '货号', 'SKU', 'Product Code'],
    }),
    name: text({
      label: { zh: '产品名称', en: 'Name' },
      required: true,
      search: true,
      twin: true,
      alias: ['品名', '名称', 'Product Name'],
    }),
    specification: text({ label: { zh: '规格', en: 'Specification' }, search: true, alias: ['规格型号', 'Spec'] }),
    unit: choice({ label: { zh: '单位', en: 'Unit' }, options: units, open: true, default: 'piece', alias: ['计量单位', 'UOM'] }),
    price: money({
      label: { zh: '单价', en: 'Price' },
      digits: 6,
      min: 0,
      noTotal: true,
      alias: ['售价', '标准价', '含税单价', 'Unit Price', 'List Price'],
    }),
    cost: money({ label: { zh: '成本', en: 'Cost' }, digits: 6, min: 0, noTotal: true, alias: ['成本价', '采购价'] }),
    taxRate: percent({ label: { zh: '税率', en: 'Tax rate' }, default: '13', alias: ['增值税率', 'VAT'] }),
    active: boolean({ label: { zh: '在售', en: 'On sale' }, default: true }),
    note: longText({ label: { zh: '备注', en: 'Note' }, folded: true }),
  },
  views: {
    list: ['code', 'name', 'specification', 'unit', 'price', 'cost', 'taxRate', 'active'],
    form: ['name', ['code', 'specification'], ['unit', 'taxRate'], ['price', 'cost'], 'active', 'note'],
    subtitle: ['code', 'specification'],
    offered: { field: 'active', op: 'ne', value: false },
    tabs: [
      { name: 'active', label: { zh: '在售', en: 'On sale' }, filter: { field: 'active', op: 'eq', value: true } },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
  },
  access: {},
})
