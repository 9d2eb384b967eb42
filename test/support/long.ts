/** How often: `brief` for every change, `long` under `npm run test:long`. */
export const rounds = (brief: number, long: number) => (process.env.LONG ? long : brief)
