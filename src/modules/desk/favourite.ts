import { defineObject } from '../../engine/definition.ts'
import { owner, page, text } from '../../fields/index.ts'

/** A record or a list that somebody wants at hand: it stands in his navigation. */
export const favourite = defineObject('favourite', {
  label: { zh: '收藏', en: 'Favourite' },
  icon: 'star',
  quiet: true,
  title: 'name',
  fields: {
    name: text({ label: { zh: '名称', en: 'Name' }, required: true }),
    address: page({ label: { zh: '地址', en: 'Address' }, required: true }),
    owner: owner({ label: { zh: '谁的', en: 'Whose' }, readOnly: true }),
  },
  views: { list: ['name', 'address'], form: ['name'] },
  access: { owner: 'owner', personal: {} },
})
