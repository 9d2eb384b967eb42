import { defineObject } from '../../engine/definition.ts'
import { ref, text } from '../../fields/index.ts'

/** A department; departments form a tree, and a manager sees his and those below it. */
export const department = defineObject('department', {
  label: { zh: '部门', en: 'Department' },
  icon: 'apartment',
  quiet: true,
  title: 'name',
  fields: {
    name: text({ label: { zh: '部门名称', en: 'Name' }, required: true, search: true }),
    parent: ref('department', { label: { zh: '上级部门', en: 'Parent' } }),
  },
  views: { list: ['name', 'parent'], form: ['name', 'parent'] },
  access: {},
})
