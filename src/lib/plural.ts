/** Many of what an English word names: Opportunity → Opportunities, Box → Boxes. What does not end in a Latin letter stays. */
export function pluralOf(word: string): string {
  const ending = endings.find(([pattern]) => pattern.test(word))
  return ending ? word.replace(ending[0], ending[1]) : word
}

const endings: [RegExp, string][] = [
  [/(?<=[^aeiou])y$/i, 'ies'],
  [/(?<=[sxz]|[cs]h)$/i, 'es'],
  [/(?<=[a-z])$/i, 's'],
]
