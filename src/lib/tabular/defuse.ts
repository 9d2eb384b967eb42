/** What a spreadsheet would run as a formula, some of them behind white space or written in full width, and what looks like something defused before. */
const formula = /^'*(?:[\t\r\n]|[\s\ufeff]*[=+\-@＝＋－＠])/
const plainNumber = /^-\d[\d,]*(\.\d+)?%?$/

/**
 * Makes a cell harmless to the spreadsheet that opens the file: =HYPERLINK(…) becomes '=HYPERLINK(…). Negative numbers
 * stay numbers, or nobody could add them up. +86… gets its apostrophe: a spreadsheet would make 8.6138E+12 of it.
 * `restore(defuse(text))` is `text`, whatever the text.
 */
export const defuse = (text: string) => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text)

/** Reading a CSV does this by itself, see `rows`. */
export const restore = (text: string) => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text)
