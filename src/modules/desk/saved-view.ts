import { defineObject } from '../../engine/definition.ts'
import { choice, longText, owner, text } from '../../fields/index.ts'

/** A list as somebody left it: filter, order, columns, groups. Kept under a name, for himself or for others. */
export const savedView = defineObject('savedView', {
  label: { zh: '视图', en: 'View' },
  icon: 'filter',
  quiet: true,
  title: 'name',
  fields: {
    name: text({ label: { zh: '名称', en: 'Name' }, required: true }),
    of: text({ label: { zh: '哪个列表', en: 'List of' }, required: true, indexed: true }),
    /** The list's address as JSON, without what is open. */
    look: longText({ label: { zh: '内容', en: 'Content' }, required: true }),
    shared: choice({
      label: { zh: '谁能看到', en: 'Shown to' },
      options: [
        { id: 'team', label: { zh: '本部门', en: 'My department' } },
        { id: 'all', label: { zh: '所有人', en: 'Everyone' } },
      ],
    }),
    owner: owner({ label: { zh: '谁的', en: 'Whose' }, readOnly: true }),
  },
  views: { list: ['name', 'of', 'shared', 'owner'], form: ['name', 'shared'], subtitle: ['of'] },
  access: { owner: 'owner', personal: { sharedIn: 'shared' } },
})
