/** What the app's screens call things in one language: its own dictionaries, and the labels of the schema. */
import { vi } from 'vitest'
import type { Label, SchemaAnswer } from '../../src/lib/wire.ts'

export type Language = 'zh' | 'en'
export type AppWords = Awaited<ReturnType<typeof wordsIn>>
type Schema = Pick<SchemaAnswer, 'objects'>

export async function wordsIn(language: Language, schema: Schema) {
  vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => undefined })
  const { default: i18next } = await import('i18next')
  const [palette, record, lines, changesets, paper, orders] = await Promise.all([
    import('../../src/web/palette/words.ts'),
    import('../../src/web/record/words.ts'),
    import('../../src/web/lines/words.ts'),
    import('../../src/web/changesets/words.ts'),
    import('../../src/web/paper/words.ts'),
    import('../../src/modules/orders/web/words.ts'),
  ])
  await i18next.changeLanguage(language)
  const object = (name: string) => named(schema.objects, name)
  const say = (label: Label) => label[language]
  return {
    palette: palette.words.t,
    record: record.words.t,
    lines: lines.words.t,
    changesets: changesets.words.t,
    paper: paper.words.t,
    orders: orders.words.t,
    object: (name: string) => say(object(name).label),
    objects: (name: string) => say(object(name).labels),
    deed: (of: string, name: string) => say(named(object(of).actions, name).label),
    field: (of: string, name: string) => say(named(object(of).fields, name).label),
    input: (of: string, deed: string, name: string) => say(named(named(object(of).actions, deed).input, name).label),
    part: (of: string, deed: string, name: string, part: string) =>
      say(named(named(named(object(of).actions, deed).input, name).parts?.fields ?? [], part).label),
    state: (of: string, name: string) => {
      const states = named(object(of).fields, object(of).state ?? '').options.states as Record<string, { label: Label }>
      return say(states[name]!.label)
    },
    tab: (of: string, name: string) => say(named(object(of).views.tabs, name).label),
  }
}

function named<T extends { name: string }>(all: T[], name: string): T {
  const found = all.find((one) => one.name === name)
  if (!found) throw new Error(`Nothing is called ${name}`)
  return found
}
