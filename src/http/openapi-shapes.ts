/** The answers that belong to no object, as lib/wire.ts says them, closed. */
import {
  closed,
  count,
  flag,
  label,
  listOf,
  moment,
  oneOf,
  open,
  openObject,
  orNull,
  pageOf,
  pointer,
  schemaRef,
  text,
  uuid,
} from '../engine/openapi-words.ts'
import { shareChange } from '../engine/openapi-record.ts'
import type { JsonSchema } from '../lib/wire.ts'

const named = closed({ id: uuid, name: text })
const asRead = open('as the field is read')
const jsonSchema = openObject('a JSON Schema')
const words = { type: 'object', additionalProperties: text }
const change = closed({ field: text, before: asRead, after: asRead })
const counts = closed({ created: count, changed: count, removed: count, subjects: count })
const verdicts = closed({ create: count, update: count, fail: count, twins: count, skip: count })
const dayOffer = {
  anyOf: [
    closed({ deed: text }),
    closed({ moves: text, label }),
    closed({ makes: text, with: openObject('what the new record starts with, by field'), label }),
    closed({ plans: { const: true } }),
  ],
}
const like = { cells: words }

export const shapes: Record<string, JsonSchema> = {
  Me: closed({
    user: closed({ id: uuid, name: text, email: text }),
    workspace: orNull(named),
    workspaces: listOf(named),
    roles: listOf(text),
    can: closed({ admin: flag, undoOthers: flag }),
    csrf: text,
  }),
  Key: closed({ id: uuid, name: text, prefix: text, readOnly: flag, createdAt: moment, lastUsedAt: orNull(moment) }),
  NewKey: closed({ id: uuid, name: text, prefix: text, readOnly: flag, createdAt: moment, lastUsedAt: orNull(moment), key: text }),
  Field: closed(
    {
      name: text,
      type: text,
      label,
      required: flag,
      access: oneOf('write', 'read', 'masked'),
      kind: oneOf('kept', 'computed', 'system'),
      options: openObject('the options of the field’s type'),
      operators: { type: 'object', additionalProperties: jsonSchema },
      sortable: flag,
      measurable: flag,
    },
    {
      help: label,
      target: text,
      folded: flag,
      twin: flag,
      live: openObject('an expression over the record, or a sum of its lines'),
      noTotal: flag,
      alias: listOf(text),
      default: open('as the field is written'),
      single: flag,
      parts: closed({ fields: listOf(schemaRef('Field')), many: flag }),
    },
  ),
  Action: closed(
    {
      name: text,
      label,
      asks: listOf(closed({ field: text, optional: flag }, { label })),
      input: listOf(schemaRef('Field')),
      primary: flag,
      because: { type: 'object', additionalProperties: label },
    },
    { icon: text, leadsTo: text, danger: label },
  ),
  Object: closed(
    {
      name: text,
      path: text,
      label,
      labels: label,
      title: listOf(text),
      quiet: flag,
      own: flag,
      fields: listOf(schemaRef('Field')),
      actions: listOf(schemaRef('Action')),
      views: closed(
        {
          list: listOf(text),
          form: listOf({ anyOf: [text, listOf(text)] }),
          subtitle: listOf(text),
          tabs: listOf(closed({ name: text, label }, { filter: schemaRef('FilterValue'), sort: text })),
          alarms: listOf(closed({ field: text }, { since: text, amount: text })),
        },
        {
          offered: schemaRef('FilterValue'),
          board: closed({ by: text, card: listOf(text), marks: listOf(text) }, { sum: text, second: text, day: text, closedDay: text }),
        },
      ),
      related: listOf(closed({ object: text, field: text, label })),
      timeline: flag,
      can: closed({ create: flag, import: flag, export: flag, remove: flag }),
    },
    { icon: text, state: text, owner: text },
  ),
  Schema: closed({
    version: text,
    workspace: closed({ id: uuid, name: text, timeZone: text, currency: text }),
    objects: listOf(schemaRef('Object')),
  }),
  Found: closed({ records: listOf(closed({ object: text, id: uuid, title: text, subtitle: text, matched: text })) }),
  Changeset: closed({
    id: uuid,
    deed: text,
    label,
    at: moment,
    by: orNull(pointer),
    state: oneOf('open', 'closed'),
    counts,
    objects: listOf(text),
    undoOf: orNull(uuid),
    undoneBy: orNull(uuid),
    canUndo: flag,
    about: orNull(closed({ object: text, id: uuid, title: orNull(text) })),
  }),
  Undone: closed({
    changeset: uuid,
    reverted: count,
    refused: listOf(
      closed(
        { object: text, id: uuid, subject: text, title: text, by: orNull(pointer), at: moment, code: text, message: text },
        { field: text },
      ),
    ),
  }),
  Changes: pageOf(
    closed(
      {
        subject: count,
        object: text,
        id: uuid,
        title: orNull(text),
        did: oneOf('created', 'changed', 'removed'),
        exists: flag,
        changes: listOf(change),
      },
      { shares: listOf(shareChange) },
    ),
  ),
  Removed: pageOf(
    closed({
      changeset: uuid,
      deed: text,
      at: moment,
      by: orNull(pointer),
      canUndo: flag,
      subject: count,
      object: text,
      id: uuid,
      title: text,
    }),
  ),
  Day: closed({
    entries: listOf(
      closed({
        reason: text,
        object: text,
        id: uuid,
        band: oneOf('late', 'today', 'soon', 'idle'),
        at: orNull(text),
        record: openObject('the record, as its own operation reads it'),
      }),
    ),
    reasons: listOf(
      closed(
        { name: text, object: text, label, reminds: flag, offers: listOf(dayOffer), more: flag, filter: schemaRef('FilterValue') },
        { amount: text, at: text },
      ),
    ),
    seenAt: orNull(moment),
  }),
  File: closed({ id: uuid, name: text, size: count, type: text }),
  Import: closed(
    {
      id: uuid,
      object: text,
      file: text,
      kind: oneOf('csv', 'xlsx'),
      encoding: text,
      headerRow: { type: 'integer', minimum: -1 },
      total: count,
      columns: listOf(closed({ name: text, samples: listOf(text), field: orNull(text) })),
      targets: listOf(closed({ path: text, label, required: flag })),
      mapping: { type: 'object', additionalProperties: orNull(text) },
      mode: oneOf('create', 'update', 'upsert'),
      key: listOf(text),
      twins: oneOf('skip', 'create', 'update'),
      defaults: { type: 'object', additionalProperties: open('as the field is written') },
      state: oneOf('uploaded', 'checking', 'checked', 'running', 'done', 'failed'),
      done: count,
      created: count,
      updated: count,
      failed: count,
      skipped: count,
      changeset: orNull(uuid),
      startedAt: orNull(moment),
    },
    {
      delimiter: text,
      sheets: listOf(closed({ name: text })),
      sheet: text,
      head: listOf(closed({ at: count, cells: listOf(text) })),
      counts: verdicts,
      error: text,
      stopped: oneOf('asked', 'rights'),
    },
  ),
  ImportProblem: closed(
    { row: count, column: text, field: orNull(text), code: text, message: text, value: text, cells: words },
    {
      twin: {
        anyOf: [closed({ object: text, id: text, title: text, subtitle: text }, like), closed({ row: count, title: text }, like)],
      },
      choice: oneOf('skip', 'create', 'update'),
    },
  ),
  ImportRow: closed({ row: count, counts: verdicts, problems: listOf(schemaRef('ImportProblem')) }),
}
