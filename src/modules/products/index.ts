import { defineModule } from '../../engine/module.ts'
import { product } from './product.ts'

export { carried, pricedDocument, pricedLine, pricedLineShape } from './priced-line.ts'
export const products = defineModule({ name: 'products', objects: [product] })
