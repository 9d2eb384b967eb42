/**
 * The rules that keep the layout fit for several databases and for Citus, held against each statement as it was sent
 * (docs/scaling.md says what each is for). What the queue's library says to its own schema is its own affair.
 */
import pg from 'pg'
import type { Line, Said } from './tap.ts'
import { type Word, groupFrom, isName, statementsOf, wordsOf } from './sql-words.ts'

export const rules = {
  'two places': 'no statement speaks of two workspaces, or of a workspace and what is shared',
  'foreign key': 'no foreign key leaves its schema',
  'two places written': 'no transaction writes one place and touches another',
  trigger: 'no triggers',
  deferrable: 'no DEFERRABLE constraints',
  merge: 'no MERGE',
  identity: 'identity columns only in CREATE TABLE',
  'time or chance': 'no now() and no volatile function in ON CONFLICT … SET, UPDATE or RETURNING',
  returning: 'only columns in RETURNING',
  'several statements': 'one statement in one message',
  lock: 'NOTIFY and advisory locks only as statements of their own, never in a workspace',
  timeout: 'statement_timeout on every connection',
} as const
export type Rule = keyof typeof rules
export type Wrong = { rule: Rule; text: string }

export type Judge = {
  hear: (line: Line, said: Said) => void
  wrongs: () => Wrong[]
  /** What was heard, by its first words: so that a judge who heard nothing does not pass for one who found nothing. */
  kinds: () => Record<string, number>
}

/** Names of functions that PostgreSQL says may answer differently each time. */
export async function volatileFunctions(superuser: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: superuser })
  await client.connect()
  const names = "select distinct proname::text as name from pg_catalog.pg_proc where provolatile = 'v'"
  const { rows } = await client.query<{ name: string }>(names).finally(() => client.end())
  return new Set(rows.map((row) => row.name))
}

/** `volatile`: the names of those functions. */
export function openJudge(volatile: ReadonlySet<string>): Judge {
  const wrongs = new Map<string, Wrong>()
  const kinds: Record<string, number> = {}
  const seen = new Map<string, Verdict>()
  const open = new WeakMap<Line, Transaction>()
  const asked = new WeakSet<Line>()

  const note = (rule: Rule, text: string) => {
    const short = text
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ws_[0-9a-f]{16}/g, 'ws_')
      .trim()
      .slice(0, 300)
    wrongs.set(`${rule} ${short}`, { rule, text: short })
  }
  const verdictOf = (text: string): Verdict => {
    let found = seen.get(text)
    if (!found) {
      if (seen.size > 20_000) seen.clear()
      seen.set(text, (found = judge(text, volatile)))
    }
    return found
  }

  return {
    hear(line, { text, simple }) {
      const verdict = verdictOf(text)
      kinds[verdict.kind] = (kinds[verdict.kind] ?? 0) + 1
      for (const rule of verdict.rules) note(rule, text)
      if (simple && verdict.statements > 1 && !isQueues(verdict) && !/^(un)?listen$/.test(verdict.kind)) note('several statements', text)
      if (!asked.has(line) && !/statement_timeout=[1-9]/.test(line.options)) note('timeout', `${line.user} ${line.name}: ${text}`)
      asked.add(line)

      const now = open.get(line) ?? { places: new Set<string>(), wrote: false, locked: false, texts: [], begun: false }
      open.set(line, now)
      if (verdict.kind.startsWith('begin')) now.begun = true
      for (const place of verdict.places) now.places.add(place)
      if (verdict.places.length) now.texts.push(text)
      now.wrote ||= verdict.writes
      now.locked ||= verdict.locks
      const ends = !now.begun || /^(commit|rollback|end)\b/.test(verdict.kind)
      if (now.places.size > 1 && now.wrote) note('two places written', now.texts.join(' ; '))
      if (now.locked && [...now.places].some((place) => place.startsWith('ws_'))) note('lock', now.texts.join(' ; '))
      if (ends) open.delete(line)
    },
    wrongs: () => [...wrongs.values()],
    kinds: () => kinds,
  }
}

type Transaction = { places: Set<string>; wrote: boolean; locked: boolean; texts: string[]; begun: boolean }
type Verdict = { kind: string; statements: number; places: string[]; writes: boolean; locks: boolean; rules: Rule[] }

const isQueues = ({ places }: { places: string[] }) => places.length === 1 && places[0] === queue
const queue = 'graphile_worker'

function judge(text: string, volatile: ReadonlySet<string>): Verdict {
  const statements = statementsOf(wordsOf(text))
  const words = statements.flat()
  // a key that leads out writes nothing there
  const places = statements.some(leadsOut) ? placesOf(words).slice(0, 1) : placesOf(words)
  const locks = statements.some((each) => isName(each[0], 'notify') || each.some(isLock))
  const broken = statements.flatMap((each) => brokenBy(each, volatile))
  return {
    kind: kindOf(words),
    statements: statements.length,
    places,
    // the queue is written by functions of its own
    writes:
      words.some((word) => isName(word, 'add_job', 'force_unlock_workers')) ||
      statements.some((each) => each.some((_, i) => isWrite(each, i))),
    locks,
    rules: [...new Set(isQueues({ places }) ? broken.filter((rule) => rule === 'foreign key') : broken)],
  }
}

function brokenBy(words: Word[], volatile: ReadonlySet<string>): Rule[] {
  const breaks: Record<string, boolean> = {
    'two places': placesOf(words).length > 1 && !leadsOut(words),
    'foreign key': leadsOut(words),
    trigger: words.some((word, i) => isName(word, 'trigger') && isName(words[i - 1], 'create', 'replace', 'constraint')),
    deferrable: words.some((word, i) => isName(word, 'deferrable', 'deferred') && !isName(words[i - 1], 'not')),
    merge: words.some((word, i) => isName(word, 'merge') && isName(words[i + 1], 'into')),
    identity: isName(words[0], 'alter') && words.some((word) => isName(word, 'identity', 'serial', 'bigserial')),
    'time or chance': changing(words).some((part) => part.some((word, i) => movesOn(word, part[i + 1], volatile))),
    returning: returned(words).some((part) => !onlyColumns(part)),
    lock: words.some(isLock) && !standsAlone(words),
  }
  return (Object.keys(breaks) as Rule[]).filter((rule) => breaks[rule])
}

/** The schemas that are spoken of: workspaces', `platform`, the queue's. */
const placesOf = (words: Word[]): string[] => [
  ...new Set(
    words
      .filter((word) => word.kind !== 'value' && /^(ws_[0-9a-f]{16}|platform|graphile_worker)$/.test(word.text))
      .map((word) => word.text),
  ),
]

/** A key that refers to another schema than that of the table it is on. */
function leadsOut(words: Word[]): boolean {
  const own = placesOf(words)[0]
  return words.some((word, i) => isName(word, 'references') && words[i + 2]?.text === '.' && words[i + 1]!.text !== own)
}

const writing = ['insert', 'update', 'delete', 'truncate', 'create', 'alter', 'drop', 'copy', 'grant', 'revoke', 'merge', 'comment']
/** A command at the beginning, or inside WITH. */
function isWrite(words: Word[], at: number): boolean {
  const word = words[at]!
  // FOR UPDATE locks, and DO UPDATE is part of an INSERT
  if (!isName(word, ...writing) || isName(words[at - 1], 'for', 'key', 'do')) return false
  return (
    at === 0 ||
    (words[at - 1]!.text === '(' && isName(words[at - 2], 'as', 'materialized')) ||
    (isName(words[0], 'with') && word.depth === 0)
  )
}

/** UPDATE and ON CONFLICT … DO UPDATE, each to the end of its brackets. */
function changing(words: Word[]): Word[][] {
  return words.flatMap((word, i) => {
    if (isName(word, 'conflict') && isName(words[i - 1], 'on')) return [groupFrom(words, i)]
    if (isName(word, 'update') && isWrite(words, i)) return [groupFrom(words, i)]
    return isName(word, 'returning') ? [groupFrom(words, i)] : []
  })
}

const clocks = ['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp', 'timeofday']
const clockWords = ['current_timestamp', 'current_time', 'current_date', 'localtime', 'localtimestamp']
function movesOn(word: Word, next: Word | undefined, volatile: ReadonlySet<string>): boolean {
  if (isName(word, ...clockWords)) return true
  return next?.text === '(' && (clocks.includes(word.text) || volatile.has(word.text)) && word.kind !== 'value'
}

const returned = (words: Word[]): Word[][] => words.flatMap((word, i) => (isName(word, 'returning') ? [groupFrom(words, i).slice(1)] : []))
const onlyColumns = (words: Word[]) =>
  words.every((word) => word.kind === 'name' || word.kind === 'quoted' || ['.', ',', '*'].includes(word.text))

const isLock = (word: Word) => word.kind !== 'value' && /^pg_(notify|(try_)?advisory_\w+)$/.test(word.text)
/** `select pg_catalog.pg_advisory_lock(1)`, with a name for the answer at most. */
function standsAlone(words: Word[]): boolean {
  if (isName(words[0], 'notify')) return true
  const plain = words.filter((word) => word.depth === 0 && word.kind !== 'value').map((word) => word.text)
  return /^select (pg_catalog \. )?pg_\w+ \( \)( as \w+)?$/.test(plain.join(' '))
}

function kindOf(words: Word[]): string {
  const first = words[0]?.text ?? ''
  const more = ['begin', 'create', 'alter', 'set', 'drop'].includes(first) ? (words[1]?.text ?? '') : ''
  const conflict = words.some((word, i) => isName(word, 'conflict') && isName(words[i - 1], 'on')) ? ' on conflict' : ''
  return `${first}${more && words[1]?.kind === 'name' ? ` ${more}` : ''}${conflict}`
}
