import { Logger } from 'graphile-worker'

/** graphile-worker says much; what went wrong is worth a line. Only its words: the rest of what it logs may hold people's data. */
export const quietLogger = (log: (words: string) => void) =>
  new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log(`jobs: ${message}`)
  })
