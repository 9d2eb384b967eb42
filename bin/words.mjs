// Chinese where the terminal speaks it, English else.
const language = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').toLowerCase()

export const say = (zh, en) => (language.startsWith('zh') ? zh : en)

/** Thrown where we cannot go on: one sentence that says what to do. */
export class Halt extends Error {
  constructor(zh, en) {
    super(say(zh, en))
  }
}
