import { defineObject } from '../../engine/definition.ts'
import { boolean, choice, email, phone, ref, text } from '../../fields/index.ts'
import { administrator, manager, salesperson } from './roles.ts'

const roles = [administrator, manager, salesperson].map(({ name, label }) => ({ id: name, label }))

/** A colleague as the workspace knows him; his password and sessions are the platform's. */
export const user = defineObject('user', {
  label: { zh: '用户', en: 'User' },
  icon: 'user',
  quiet: true,
  title: 'name',
  fields: {
    name: text({ label: { zh: '姓名', en: 'Name' }, required: true, search: true, person: true }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' }, readOnly: true, unique: true }),
    mobile: phone({ label: { zh: '手机', en: 'Mobile' }, kind: 'mobile' }),
    department: ref('department', { label: { zh: '部门', en: 'Department' } }),
    roles: choice({ label: { zh: '角色', en: 'Roles' }, options: roles, many: true, default: ['salesperson'] }),
    active: boolean({ label: { zh: '在职', en: 'Active' }, default: true, readOnly: true, outside: true }),
  },
  views: {
    list: ['name', 'email', 'department', 'roles', 'active'],
    form: ['name', 'mobile', ['department', 'roles']],
    subtitle: ['email'],
    offered: { field: 'active', op: 'ne', value: false },
  },
  access: {},
})
