import { type Identity, identities } from '../../src/platform/postgres/identity.ts'

/** GUANXI_IDENTITY=login or shared runs any suite under that setting. */
export const identity: Identity = identities.find((each) => each === process.env.GUANXI_IDENTITY) ?? 'role'
