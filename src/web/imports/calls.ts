/** Imports over HTTP: read, bring, change, check, mend, run, take back. What is here is shown at once and sent behind. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ImportJson, ImportProblem, ImportRowJson } from '../../lib/wire.ts'
import { base, get, search, send } from '../api/http.ts'
import { complain } from '../api/deeds.ts'
import { queries } from '../api/queries.ts'

export type Choices = Partial<Pick<ImportJson, 'mapping' | 'mode' | 'key' | 'twins' | 'defaults' | 'sheet' | 'headerRow' | 'encoding'>>
export type Kind = 'problem' | 'twin' | 'skip'
export type TwinChoice = ImportJson['twins']
export type Mend = { values?: Record<string, string>; skip?: boolean; twin?: TwinChoice }

export const isBusy = ({ state }: Pick<ImportJson, 'state'>): boolean => state === 'checking' || state === 'running'

/** While the server works it is asked twice a second. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: async ({ signal }) => {
      const answer = await get<ImportJson>(`/imports/${id}`, undefined, signal)
      list(answer)
      return answer
    },
    refetchInterval: ({ state: { data } }) => (data && isBusy(data) ? 500 : false),
    staleTime: 0,
  })

type Imports = { records: ImportJson[]; next: string | null }

/** Under 任务 and in the frame: asked often only while something goes on. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => get<Imports>('/imports', { limit: 10 }, signal),
  refetchInterval: ({ state: { data } }) => (data?.records.some(isBusy) ? 1500 : 120_000),
  staleTime: 10_000,
})

export const moreImports = (cursor: string) => get<Imports>('/imports', { limit: 50, cursor })

export const problemsQuery = (id: string, kind: Kind) =>
  infiniteQueryOptions({
    queryKey: ['import-problems', id, kind],
    queryFn: ({ pageParam, signal }) =>
      get<{ records: ImportProblem[]; next: string | null }>(`/imports/${id}/problems`, { kind, limit: 100, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    staleTime: Infinity,
    // Comparing thousands of rows cell by cell at each page costs more than drawing them.
    structuralSharing: false,
  })

export async function bring(object: string, file: File): Promise<ImportJson> {
  const form = new FormData()
  form.set('object', object)
  form.set('file', file, file.name)
  const answer = await send<ImportJson>('POST', '/imports', form)
  show(answer)
  return answer
}

let line: Promise<unknown> = Promise.resolve()
let sent = 0

/** Choices go one after another, so that a quick second one does not overtake the first; only the last answer is drawn. */
export function choose(now: ImportJson, choices: Choices): Promise<ImportJson | null> {
  show({ ...now, ...choices, mapping: { ...now.mapping, ...choices.mapping } })
  const mine = ++sent
  const next = line.then(async () => {
    try {
      const answer = await send<ImportJson>('PATCH', `/imports/${now.id}`, choices)
      if (mine === sent) show(answer)
      return answer
    } catch (error) {
      complain(error)
      await queries.invalidateQueries({ queryKey: ['import', now.id] })
      return null
    }
  })
  line = next
  return next
}

/** The dry run; what an earlier one found is forgotten. */
export async function check(now: ImportJson): Promise<void> {
  await line
  await send('POST', `/imports/${now.id}/check`, {})
  queries.removeQueries({ queryKey: ['import-problems', now.id] })
  begin({ ...now, state: 'checking', done: 0 })
}

export async function run(now: ImportJson): Promise<void> {
  await line
  await send('POST', `/imports/${now.id}/run`, {}, { once: true })
  begin({ ...now, state: 'running', done: 0 })
}

/** A check or a run under way, wherever it runs; what was written stays, and can be taken back from the report. */
export async function stop(id: string): Promise<void> {
  try {
    show(await send<ImportJson>('POST', `/imports/${id}/stop`, {}))
  } catch (error) {
    // it may have ended in the same moment
    complain(error)
  }
  void queries.invalidateQueries({ queryKey: ['import', id] })
  void queries.invalidateQueries({ queryKey: ['imports'] })
}

/** A file that was not imported, with all that was said about it. */
export async function drop(id: string): Promise<void> {
  await line
  await send('DELETE', `/imports/${id}`)
  queries.removeQueries({ queryKey: ['import', id] })
  queries.setQueryData<Imports>(['imports'], (known) => known && { ...known, records: known.records.filter((one) => one.id !== id) })
}

export const canDrop = ({ state, changeset }: ImportJson): boolean =>
  changeset === null && ['uploaded', 'checked', 'failed'].includes(state)

function begin(now: ImportJson): void {
  show(now)
  void queries.invalidateQueries({ queryKey: ['import', now.id] })
  void queries.invalidateQueries({ queryKey: ['imports'] })
}

/** One row: other values, left out or not, what to do with a twin. Answers the row judged anew. */
export async function mend(id: string, row: number, how: Mend): Promise<ImportRowJson> {
  const answer = await send<ImportRowJson>('PATCH', `/imports/${id}/rows/${row}`, how)
  queries.setQueryData<ImportJson>(['import', id], (known) => known && { ...known, counts: answer.counts })
  return answer
}

export const failedHref = (id: string): string => `${base}/imports/${id}/failed.csv`
export const templateHref = (object: string): string => `${base}/imports/template${search({ object })}`

export function show(one: ImportJson): void {
  queries.setQueryData(['import', one.id], one)
  list(one)
}

/** The frame and 任务 show the same numbers as the page. */
function list(one: ImportJson): void {
  queries.setQueryData<Imports>(
    ['imports'],
    (known) => known && { ...known, records: known.records.map((other) => (other.id === one.id ? one : other)) },
  )
}
