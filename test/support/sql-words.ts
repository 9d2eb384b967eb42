/** SQL cut into words, as far as rules about it need: what stands in quotes, comments and dollars is not mistaken for a command. */
export type Word = { text: string; kind: 'name' | 'quoted' | 'value' | 'sign'; depth: number }

const pattern =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<dollars>\$(?<tag>[A-Za-z_]*)\$[\s\S]*?\$\k<tag>\$)|(?<escaped>\b[eE]'(?:[^'\\]|\\[\s\S]|'')*')|(?<string>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<name>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<value>\$\d+|\d[\w.]*)|(?<sign>\S)/gu

export function wordsOf(text: string): Word[] {
  const found: Word[] = []
  let depth = 0
  for (const { groups = {} } of text.matchAll(pattern)) {
    if (groups.comment !== undefined) continue
    if (groups.sign === ')') depth--
    if (groups.name !== undefined) found.push({ text: groups.name.toLowerCase(), kind: 'name', depth })
    else if (groups.quoted !== undefined) found.push({ text: groups.quoted.slice(1, -1).replaceAll('""', '"'), kind: 'quoted', depth })
    else if (groups.sign !== undefined) found.push({ text: groups.sign, kind: 'sign', depth })
    else found.push({ text: '', kind: 'value', depth })
    if (groups.sign === '(') depth++
  }
  return found
}

/** The statements of one text. */
export function statementsOf(words: Word[]): Word[][] {
  const found: Word[][] = [[]]
  for (const word of words)
    if (word.text === ';' && word.kind === 'sign') found.push([])
    else found.at(-1)!.push(word)
  return found.filter((statement) => statement.length > 0)
}

/** From this word to the end of the brackets it stands in. */
export function groupFrom(words: Word[], at: number): Word[] {
  const { depth } = words[at]!
  const end = words.findIndex((word, i) => i > at && word.depth < depth)
  return words.slice(at, end < 0 ? undefined : end)
}

export const isName = (word: Word | undefined, ...texts: string[]) => word?.kind === 'name' && texts.includes(word.text)
