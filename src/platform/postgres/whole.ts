import type { Duplex } from 'node:stream'
import pg from 'pg'
import utils from 'pg/lib/utils.js'
import { closing, opening } from './messages.ts'
import { types } from './types.ts'

export type Asked = { text: string; values: unknown[]; name?: string | undefined }
export type Answer = { rows: unknown[]; count: number }

/** What pg gives a query of its own to write with. */
type Wire = {
  stream: Duplex
  parse: (statement: { text: string; name: string }) => void
  bind: (bound: { statement: string; values: unknown[] }) => void
  describe: (what: { type: 'P' }) => void
  execute: (how: null) => void
  close: (what: { type: 'S'; name: string }) => void
}

/** The columns of an answer. A prepared statement's never change, so they are asked for once: 40 names cost 0.1 ms to send and read. */
type Shape = { names: string[]; parsers: ((text: string) => unknown)[]; blank: Record<string, null> }

/** By connection and name: 'sent' until its columns are known, 'unsure' once it failed, for then PostgreSQL may have kept it or not. */
const prepared = new WeakMap<Wire, Map<string, Shape | 'sent' | 'unsure'>>()

/**
 * A reading transaction of one statement in one message: `lines` (BEGIN READ ONLY, the role), the statement, COMMIT, and a single
 * Sync. PostgreSQL skips everything behind a failure, so nothing runs without its role. With a Sync behind each, as pg sends them,
 * four answers wake this program where one does.
 */
export function whole(lines: string[], asked: Asked, done: (error: Error | null, answer?: Answer) => void): pg.Query {
  const rows: unknown[] = []
  // before anything is written: a value that cannot be sent must not leave half a message
  const values = asked.values.map(utils.prepareValue)
  const name = asked.name === undefined ? '' : `read ${asked.name}`
  let known: Map<string, Shape | 'sent' | 'unsure'>
  let shape: Shape | undefined
  let count = 0
  let committed = false
  const written = {
    submit(wire: Wire) {
      known = prepared.get(wire) ?? new Map<string, Shape | 'sent' | 'unsure'>()
      prepared.set(wire, known)
      const before = known.get(name)
      if (typeof before === 'object') shape = before
      wire.stream.cork()
      try {
        wire.stream.write(opening(lines))
        if (before === 'unsure') wire.close({ type: 'S', name })
        if (before === undefined || before === 'unsure') wire.parse({ text: asked.text, name })
        if (name && typeof before !== 'object') known.set(name, 'sent')
        wire.bind({ statement: name, values })
        if (!shape) wire.describe({ type: 'P' })
        wire.execute(null)
      } finally {
        wire.stream.write(closing)
        wire.stream.uncork()
      }
      return null
    },
    handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
      shape = shapeOf(fields)
      if (name) known.set(name, shape)
    },
    handleDataRow({ fields }: { fields: (string | null)[] }) {
      rows.push(rowOf(shape!, fields))
    },
    handleCommandComplete({ text }: { text: string }) {
      if (text === 'COMMIT') committed = true
      else if (text.startsWith('SELECT ')) count = Number(text.slice(7))
    },
    handleEmptyQuery() {},
    handleError(error: Error) {
      if (name) known.set(name, 'unsure')
      done(error)
    },
    handleReadyForQuery() {
      if (committed) done(null, { rows, count })
      else done(new Error('a reading transaction did not end with COMMIT'))
    },
  }
  return Object.assign(Object.create(pg.Query.prototype) as pg.Query, written as object)
}

function shapeOf(fields: pg.FieldDef[]): Shape {
  return {
    names: fields.map((field) => field.name),
    parsers: fields.map((field) => types.getTypeParser(field.dataTypeID, 'text') as (text: string) => unknown),
    blank: Object.fromEntries(fields.map((field) => [field.name, null])),
  }
}

/** From a blank row, so that all rows have one shape in memory. */
function rowOf({ names, parsers, blank }: Shape, fields: (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = { ...blank }
  for (let i = 0; i < fields.length; i++) if (fields[i] !== null) row[names[i]!] = parsers[i]!(fields[i]!)
  return row
}
