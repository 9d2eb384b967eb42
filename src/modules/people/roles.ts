/** The three roles that every workspace has. */
import type { RoleDefinition } from '../../engine/definition.ts'

export const administrator: RoleDefinition = {
  name: 'administrator',
  label: { zh: '管理员', en: 'Administrator' },
  objects: { '*': { create: true, read: 'all', write: 'all', remove: 'all', unowned: true } },
  rights: ['admin', 'undo', 'export', 'import'],
}

/** His department and those below it; gives out what nobody owns. */
export const manager: RoleDefinition = {
  name: 'manager',
  label: { zh: '销售经理', en: 'Manager' },
  objects: {
    '*': { create: true, read: 'below', write: 'below', remove: 'below', unowned: true },
    product: { create: true, read: 'all', write: 'all', remove: 'all' },
  },
  rights: ['undo', 'export', 'import'],
}

/** What he owns, and what hangs on it. */
export const salesperson: RoleDefinition = {
  name: 'salesperson',
  label: { zh: '销售', en: 'Salesperson' },
  objects: {
    '*': { create: true, read: 'own', write: 'own', remove: 'own' },
    // A quote may need what is not in the list yet.
    product: { create: true, read: 'all', write: 'none', remove: 'none' },
  },
  fields: {
    ...Object.fromEntries(
      [
        'product.cost',
        ...['quoteLine', 'orderLine'].flatMap((line) => [`${line}.cost`, `${line}.margin`]),
        'quote.margin',
        'order.margin',
      ].map((name) => [name, 'hidden' as const]),
    ),
    // His views are his; who leads people gives them lists.
    'savedView.shared': 'read',
  },
  rights: ['export', 'import'],
}
