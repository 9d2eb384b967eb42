/** What a spreadsheet puts on the clipboard: tabs, lines, and quotes around cells that hold either. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g
  const whole = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (const match of whole.matchAll(cells)) {
    if (match.index === whole.length && match[0] === '' && whole !== '' && !/[\t\n]$/.test(whole)) break
    rows.at(-1)!.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'))
    if (match[3] === '\n') rows.push([])
    if (match[3] === '') break
  }
  return rows
}
