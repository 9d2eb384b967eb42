/** The operations by which a record is had as it stands on paper; of objects that have a paper. */
import type { Catalog } from '../engine/catalog.ts'
import { type Paths, bytes, closed, inPath, inQuery, listOf, operation, orNull, schemaRef, text, uuid } from '../engine/openapi-words.ts'
import type { Paper } from '../engine/paper.ts'
import type { Language } from '../lib/errors.ts'
import { paperLanguages } from '../lib/sheet.ts'
import type { JsonSchema } from '../lib/wire.ts'

export function paperPaths(catalog: Catalog, papers: Paper[], language: Language): Paths {
  return Object.assign({}, ...papers.map((paper) => pathsOf(catalog, paper, language))) as Paths
}

function pathsOf(catalog: Catalog, { object, label }: Paper, language: Language): Paths {
  const path = catalog.objects.get(object)?.path
  if (!path) return {}
  const get = (id: string, zh: string, en: string, answer: Parameters<typeof operation>[0]['answers'][number]) => ({
    get: operation({
      id: `${object}.${id}`,
      tag: object,
      summary: language === 'zh' ? zh : en,
      authz: { who: 'member', object, may: 'read' },
      parameters: [inPath('id'), inQuery('language', { enum: paperLanguages })],
      refs: [{ in: 'path', name: 'id', object }],
      answers: { 200: answer },
    }),
  })
  return {
    [`/${path}/{id}/document`]: get('document', `${label.zh}的文字`, `What the ${label.en.toLowerCase()} says`, schemaRef('Sheet')),
    [`/${path}/{id}/document.pdf`]: get('document.pdf', `${label.zh} PDF`, `${label.en} as PDF`, bytes('application/pdf')),
  }
}

const fact = closed({ label: text, value: text })
export const sheetShape: Record<string, JsonSchema> = {
  Sheet: closed({
    language: { enum: paperLanguages },
    title: text,
    number: text,
    file: text,
    mark: orNull(text),
    firm: closed({ name: text, lines: listOf(text), logo: orNull(uuid) }),
    to: closed({ label: text, name: text, facts: listOf(fact) }),
    facts: listOf(fact),
    columns: listOf(closed({ label: text, kind: { enum: ['text', 'short', 'number'] } })),
    rows: listOf(listOf(text)),
    totals: listOf(fact),
    words: orNull(fact),
    notes: listOf(fact),
    signatures: listOf(closed({ label: text, lines: listOf(text) })),
    pages: text,
  }),
}
