/** Lines over sizes, both axes logarithmic, as a small SVG that stands on light and dark ground. */
const [width, height, left, right, bottom, top] = [760, 360, 56, 240, 36, 16]
const colours = ['#2563eb', '#0891b2', '#d97706', '#7c3aed', '#dc2626', '#059669']

/** `sizes` ascending; by line, as many milliseconds as sizes. */
export function chart(sizes: number[], lines: Map<string, number[]>): string {
  const all = [...lines.values()].flat().map((ms) => Math.max(ms, 0.1))
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))]
  const x = (size: number) =>
    left + ((Math.log10(size) - Math.log10(sizes[0]!)) / (Math.log10(sizes.at(-1)!) - Math.log10(sizes[0]!))) * (width - left - right)
  const y = (ms: number) => top + ((high - Math.log10(Math.max(ms, 0.1))) / Math.max(1, high - low)) * (height - top - bottom)
  const powers = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  const text = (at: string, words: string, rest = '') => `<text ${at} ${rest}>${words}</text>`
  const ends = apart([...lines].map(([name, times], i) => ({ name, colour: colours[i % colours.length]!, times, at: y(times.at(-1)!) })))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#6b7280">`,
    ...powers.map((ms) => `<path d="M${left} ${y(ms)}H${width - right}" stroke="#9ca3af" stroke-opacity=".35"/>`),
    ...powers.map((ms) => text(`x="${left - 8}" y="${y(ms) + 4}"`, `${ms} ms`, 'text-anchor="end"')),
    ...sizes.map((size) => text(`x="${x(size)}" y="${height - 12}"`, size.toLocaleString('en'), 'text-anchor="middle"')),
    ...ends.map(
      ({ times, colour }) =>
        `<polyline points="${times.map((ms, i) => `${x(sizes[i]!).toFixed(1)},${y(ms).toFixed(1)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ),
    ...ends.map(({ name, colour, times, label }) =>
      text(`x="${width - right + 8}" y="${label + 4}"`, `${name}: ${times.at(-1)} ms`, `fill="${colour}"`),
    ),
    '</svg>\n',
  ].join('\n')
}

/** Names that would stand on each other move down. */
function apart<T extends { at: number }>(lines: T[]): (T & { label: number })[] {
  let free = 0
  return lines.toSorted((a, b) => a.at - b.at).map((line) => ({ ...line, label: (free = Math.max(line.at, free + 15)) }))
}
