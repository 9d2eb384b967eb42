/** The rows a check found, as a person works through them: read page by page, mended one by one, and staying in their place when they are good. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { ImportJson, ImportProblem } from '../../lib/wire.ts'
import { complain } from '../api/deeds.ts'
import { queries } from '../api/queries.ts'
import { mend, problemsQuery, type Kind, type Mend, type TwinChoice } from './calls.ts'

export type Finding = {
  row: number
  cells: Record<string, string>
  problems: ImportProblem[]
  twin?: ImportProblem['twin']
  choice?: TwinChoice
  state: 'open' | 'good' | 'skipped'
  busy?: boolean
}

export type Findings = {
  list: Finding[]
  /** There are more at the server. */
  more: (() => void) | null
  first: boolean
  failed: Error | null
  mend: (finding: Finding, how: Mend) => Promise<Finding | null>
  /** Reads them anew, as the server has them now. */
  again: () => Promise<Finding[]>
}

export function useFindings({ id }: Pick<ImportJson, 'id'>, kind: Kind): Findings {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isPending, error, refetch } = useInfiniteQuery(problemsQuery(id, kind))
  const [mended, setMended] = useState<ReadonlyMap<number, Finding>>(new Map())
  const read = useMemo(() => grouped(data?.pages.flatMap((page) => page.records) ?? [], kind), [data, kind])
  const list = useMemo(() => (mended.size === 0 ? read : read.map((finding) => mended.get(finding.row) ?? finding)), [read, mended])
  const mendOne = useCallback(
    async (finding: Finding, how: Mend) => {
      const put = (next: Finding) => setMended((known) => new Map(known).set(next.row, next))
      const cells = { ...finding.cells, ...how.values }
      put({ ...finding, cells, choice: how.twin ?? finding.choice, busy: true })
      try {
        const answer = await mend(id, finding.row, how)
        const after = judged(finding, how, cells, answer.problems)
        put(after)
        // A row that is good now may look like somebody we have: it stands among those, too.
        if (kind === 'problem' && (after.twin || finding.twin))
          void queries.invalidateQueries({ queryKey: problemsQuery(id, 'twin').queryKey })
        // Left out or taken in, it stands in another list.
        if (how.skip !== undefined)
          for (const other of kinds) if (other !== kind) void queries.invalidateQueries({ queryKey: problemsQuery(id, other).queryKey })
        return after
      } catch (refused) {
        put(finding)
        complain(refused)
        return null
      }
    },
    [id, kind],
  )
  return {
    list,
    more: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null,
    first: isPending,
    failed: error,
    mend: mendOne,
    again: async () => {
      const { data: fresh } = await refetch()
      setMended(new Map())
      return grouped(fresh?.pages.flatMap((page) => page.records) ?? [], kind)
    },
  }
}

function judged(before: Finding, how: Mend, cells: Finding['cells'], problems: ImportProblem[]): Finding {
  const twin = problems.find((one) => one.twin !== undefined)
  const wrong = problems.filter((one) => one.twin === undefined)
  const skipped = how.skip ?? (how.values === undefined && before.state === 'skipped')
  return {
    row: before.row,
    cells: problems[0]?.cells ?? cells,
    problems: wrong,
    twin: twin?.twin ?? (how.twin === undefined ? undefined : before.twin),
    choice: twin?.choice ?? how.twin ?? before.choice,
    // What was only decided is still a twin, and counts as chosen.
    state: skipped ? 'skipped' : wrong.length === 0 && how.twin === undefined ? 'good' : 'open',
  }
}

/** A row may have several things wrong with it; they follow each other. */
const kinds: Kind[] = ['problem', 'twin', 'skip']

function grouped(records: ImportProblem[], kind: Kind): Finding[] {
  return [...Map.groupBy(records, (record) => record.row)].map(([row, all]) => {
    const twin = all.find((one) => one.twin !== undefined)
    return {
      row,
      cells: all[0]!.cells,
      problems: kind === 'skip' ? [] : all.filter((one) => one.twin === undefined),
      twin: twin?.twin,
      choice: twin?.choice,
      state: kind === 'skip' ? 'skipped' : 'open',
    }
  })
}
