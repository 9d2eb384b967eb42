/** What a spreadsheet would run as a formula, and what looks like something defused before. */
const formula = /^'*[=+\-@\t\r]/
const plainNumber = /^-\d[\d,]*(\.\d+)?%?$/

/**
 * Makes a cell harmless to the spreadsheet that opens the file: =HYPERLINK(…) becomes '=HYPERLINK(…). Negative numbers
 * stay numbers, or nobody could add them up. +86… gets its apostrophe: a spreadsheet would make 8.6138E+12 of it.
 * `restore(defuse(text))` is `text`, whatever the text.
 */
export const defuse = (text: string) => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text)

/** Reading a CSV does this by itself, see `rows`. */
export const restore = (text: string) => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text)
