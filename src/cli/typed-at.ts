import path from 'node:path'

/** npm changes the folder before we start; a name is meant from where it was typed. */
export const typedAt = (name: string): string => path.resolve(process.env.INIT_CWD ?? process.env.PWD ?? process.cwd(), name)
