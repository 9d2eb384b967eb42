import { defineModule } from '../../engine/module.ts'
import { department } from './department.ts'
import { lastAdministrator } from './last-administrator.ts'
import { administrator, manager, salesperson } from './roles.ts'
import { user } from './user.ts'

export const people = defineModule({
  name: 'people',
  objects: [user, department],
  roles: [administrator, manager, salesperson],
  reactions: [lastAdministrator],
})
