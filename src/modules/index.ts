/** All that this house can do; deleting a leaf module is deleting its folder and its line. */
import { activities } from './activities/index.ts'
import { desk } from './desk/index.ts'
import { firm } from './firm/index.ts'
import { leads } from './leads/index.ts'
import { orders } from './orders/index.ts'
import { parties } from './parties/index.ts'
import { people } from './people/index.ts'
import { products } from './products/index.ts'
import { quoting } from './quoting/index.ts'
import { sales } from './sales/index.ts'

export const modules = [people, desk, firm, leads, parties, activities, sales, products, quoting, orders]
