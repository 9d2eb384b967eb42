/**
 * Cells take their width from the grid's --w0, --w1, … by a class of their column: said once here, not in a style of each of 500 cells. Classes,
 * because a browser looks them up; as [data-col="3"] each cell was held against all 200 rules, which cost 80 ms a frame.
 */
const sheet = new CSSStyleSheet()
sheet.replaceSync(Array.from({ length: 200 }, (_, col) => `.c${col} { width: var(--w${col}) }`).join('\n'))
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
