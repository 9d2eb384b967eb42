import type { Duplex } from 'node:stream'
import pg from 'pg'
import utils from 'pg/lib/utils.js'
import { types } from './types.ts'

export type Asked = { text: string; values: unknown[]; name?: string | undefined }
/** `last`: the command that PostgreSQL said it did last, such as COMMIT. */
export type Answer = { rows: unknown[]; count: number; last: string }

/** Messages around it that leave together with it; `after` ends in a Sync. */
export type Around = { before?: Buffer | undefined; after: Buffer }

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
 * One statement in one message, with what opens and closes its transaction where that goes along, and a single Sync. PostgreSQL
 * skips everything behind a failure, so nothing runs without its role. With a Sync behind each, as pg sends them, four answers
 * wake this program where one does; and pg asks for the columns of every answer anew.
 */
export function asking({ before, after }: Around, asked: Asked, done: (error: Error | null, answer?: Answer) => void): pg.Query {
  const rows: unknown[] = []
  // before anything is written: a value that cannot be sent must not leave half a message
  const values = asked.values.map(utils.prepareValue)
  const name = asked.name ?? ''
  // undefined until it is written; on a connection that is gone it never is
  let known: Map<string, Shape | 'sent' | 'unsure'> | undefined
  let shape: Shape | undefined
  let count = 0
  let last = ''
  const written = {
    submit(wire: Wire) {
      known = prepared.get(wire) ?? new Map<string, Shape | 'sent' | 'unsure'>()
      prepared.set(wire, known)
      const met = known.get(name)
      if (typeof met === 'object') shape = met
      wire.stream.cork()
      try {
        if (before) wire.stream.write(before)
        if (met === 'unsure') wire.close({ type: 'S', name })
        if (met === undefined || met === 'unsure') wire.parse({ text: asked.text, name })
        if (name && typeof met !== 'object') known.set(name, 'sent')
        wire.bind({ statement: name, values })
        if (!shape) wire.describe({ type: 'P' })
        wire.execute(null)
      } finally {
        wire.stream.write(after)
        wire.stream.uncork()
      }
      return null
    },
    handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
      shape = shapeOf(fields)
      if (name) known?.set(name, shape)
    },
    handleDataRow({ fields }: { fields: (string | null)[] }) {
      rows.push(rowOf(shape!, fields))
    },
    handleCommandComplete({ text }: { text: string }) {
      last = text
      // SELECT 3, INSERT 0 3, UPDATE 3; of BEGIN, SET and COMMIT nothing
      const said = /\d+$/.exec(text)
      if (said) count = Number(said[0])
    },
    handleEmptyQuery() {},
    handleError(error: Error) {
      if (name) known?.set(name, 'unsure')
      done(error)
    },
    handleReadyForQuery() {
      done(null, { rows, count, last })
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
