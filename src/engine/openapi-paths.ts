/** The operations on one object: its records, its lists and figures, its deeds. */
import type { JsonSchema } from '../lib/wire.ts'
import { aggregateBody } from './aggregate-body.ts'
import type { Catalog, Placed } from './catalog.ts'
import type { Action } from './module.ts'
import { countSchema, offerSchema, placed, sharesSchema, timelineSchema, twinSchema, writable, writeSchema } from './openapi-record.ts'
import {
  type Authz,
  type Operation,
  type Paths,
  type RefAt,
  bytes,
  closed,
  count,
  inPath,
  inQuery,
  listOf,
  openObject,
  operation,
  orNull,
  parameterRef,
  pageOf,
  schemaRef,
  text,
  uuid,
} from './openapi-words.ts'
import { type Principal, fieldAccess } from './principal.ts'
import { isShareable } from './sharing.ts'
import type { FieldAt } from './store/columns.ts'

type Say = (zh: string, en: string) => string

export function objectPaths(catalog: Catalog, principal: Principal, object: Placed): Paths {
  const { name, path } = object
  const say: Say = (zh, en) =>
    principal.language === 'zh' ? `${zh}${object.definition.label.zh}` : `${en} ${object.definition.label.en.toLowerCase()}`
  const make = (id: string, summary: string, authz: Omit<Authz, 'who' | 'object'>, rest: Pick<Operation, 'answers'> & Partial<Operation>) =>
    operation({ id: `${name}.${id}`, tag: name, summary, authz: { who: 'member', object: name, ...authz }, ...rest })
  const idAt: RefAt = { in: 'path', name: 'id', object: name }
  const one = { parameters: [inPath('id')], refs: [idAt] }
  const record = schemaRef(name)
  const written = schemaRef(`${name}.written`)
  const entries = pageOf(timelineSchema(catalog))
  const read = { may: 'read' } as const
  const twins = [...object.fields.values()]
    .filter((at) => at.field.twin && fieldAccess(principal, name, at.name) === 'write')
    .map((at) => at.name)
  const again = [parameterRef('IdempotencyKey')]
  const inBody = (path: string) => refsIn(catalog, principal, writable(principal, object), path)
  const all: Paths = {
    [`/${path}`]: {
      get: make('list', say('列出', 'List'), read, { parameters: listParameters.map(parameterRef), answers: { 200: listSchema(record) } }),
      post: make(
        'create',
        say('新建', 'Create'),
        { may: 'create' },
        { parameters: again, refs: inBody(''), body: schemaRef(`${name}.create`), answers: { 201: written } },
      ),
    },
    [`/${path}/query`]: {
      post: make('query', say('列出', 'List'), read, { body: schemaRef('Query'), answers: { 200: listSchema(record) } }),
    },
    [`/${path}/aggregate`]: { post: make('aggregate', say('统计', 'Measure'), read, { body: figures, answers: { 200: groups } }) },
    [`/${path}/batch`]: {
      post: make(
        'batch',
        say('批量修改', 'Change many'),
        { may: 'write' },
        {
          parameters: again,
          body: batchBody(name),
          refs: [
            { in: 'body', name: 'update.*.id', object: name },
            { in: 'body', name: 'remove.*', object: name },
            ...inBody('create.*.'),
            ...inBody('update.*.'),
          ],
          answers: { 200: closed({ changeset: uuid, records: listOf(record) }) },
        },
      ),
    },
    [`/${path}/export`]: {
      get: make(
        'export',
        say('导出', 'Export'),
        { may: 'read', right: 'export' },
        {
          parameters: [inQuery('format', { enum: ['csv', 'xlsx'] }, true), ...['Filter', 'Sort', 'Search', 'Fields'].map(parameterRef)],
          answers: { 200: bytes('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
        },
      ),
    },
    ...(twins.length
      ? {
          [`/${path}/twins`]: {
            get: make('twins', say('查重', 'Find twins of'), read, {
              parameters: [inQuery('field', { enum: twins }, true), inQuery('value', text, true)],
              answers: { 200: closed({ records: listOf(twinSchema) }) },
            }),
          },
        }
      : {}),
    [`/${path}/{id}`]: {
      get: make('read', say('查看', 'Read'), read, { ...one, answers: { 200: record } }),
      patch: make(
        'update',
        say('修改', 'Change'),
        { may: 'write' },
        { ...one, refs: [idAt, ...inBody('')], body: schemaRef(`${name}.update`), answers: { 200: written } },
      ),
      delete: make('remove', say('删除', 'Remove'), { may: 'remove' }, { ...one, answers: { 200: closed({ changeset: uuid }) } }),
    },
    [`/${path}/{id}/timeline`]: {
      get: make('timeline', say('动态：', 'Timeline of'), read, {
        ...one,
        parameters: [...one.parameters, ...['Limit', 'Cursor'].map(parameterRef)],
        answers: { 200: entries },
      }),
    },
    [`/${path}/{id}/history`]: { get: make('history', say('修改记录：', 'History of'), read, { ...one, answers: { 200: entries } }) },
    ...(isShareable(object)
      ? {
          [`/${path}/{id}/shares`]: {
            get: make('shares', say('谁共享了', 'Who has this'), read, { ...one, answers: { 200: sharesSchema } }),
          },
        }
      : {}),
    ...Object.assign({}, ...object.actions.map((action) => actionPaths(catalog, principal, object, action, make, say))),
  }
  // Lines are written with their document: their own paths only read. What every state locks is never removed.
  if (object.document) return without(all, ['create', 'batch', 'update', 'remove'])
  return staysForEver(object) ? without(all, ['remove']) : all
}

const staysForEver = ({ state }: Placed) =>
  state !== undefined && Object.values(state.type.phases!(state.field)).every(({ locks }) => locks)

function without(paths: Paths, operations: string[]): Paths {
  const reads = ({ operationId }: JsonSchema) => !operations.includes(String(operationId).split('.')[1]!)
  const kept = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).filter(([, operation_]) => reads(operation_))),
  ])
  return Object.fromEntries(kept.filter(([, methods]) => Object.keys(methods as object).length)) as Paths
}

export const listParameters = ['Filter', 'Sort', 'Limit', 'Cursor', 'Fields', 'Expand', 'Count', 'Search']
const listSchema = (record: JsonSchema) => closed({ records: listOf(record), next: orNull(text) }, { count: countSchema })

const filter = schemaRef('FilterValue')
const figures = { ...aggregateBody, properties: { ...aggregateBody.properties, filter, having: filter } }
/** Which keys and values there are is what was asked for. */
const groups = closed({
  groups: listOf(
    closed({
      key: openObject('each grouped field’s value, as it is read'),
      values: { type: 'object', additionalProperties: orNull(text) },
    }),
  ),
  next: { type: 'null' },
})

const batchBody = (name: string) =>
  closed(
    {},
    { create: listOf(schemaRef(`${name}.create`), 1000), update: listOf(schemaRef(`${name}.change`), 1000), remove: listOf(uuid, 1000) },
  )

/** Where ids stand in what is written: references, files, lines and what these refer to. */
const refsIn = (catalog: Catalog, principal: Principal, fields: FieldAt[], path = ''): RefAt[] =>
  fields.flatMap((at): RefAt[] => {
    const parts = at.type.parts?.(at.field)
    if (parts) return refsIn(catalog, principal, placed(parts.fields), `${path}${at.name}.${parts.many ? '*.' : ''}`)
    if (at.type.files) return [{ in: 'body', name: `${path}${at.name}.*`, object: 'file' }]
    const owned = at.type.children?.(at.field)
    const child = owned && catalog.objects.get(owned.of)
    if (child) {
      const line = writable(principal, child).filter((each) => each.name !== owned.by)
      const inside = `${path}${at.name}.*.`
      return [{ in: 'body', name: `${inside}id`, object: child.name }, ...refsIn(catalog, principal, line, inside)]
    }
    return at.type.target ? [{ in: 'body', name: path + at.name, object: at.type.target(at.field) }] : []
  })

/** What the dialog is told: records that each question may mean, what happens where none is chosen, what the questions start with. */
function offersSchema(catalog: Catalog, principal: Principal, action: Action, own: FieldAt[]): Record<string, JsonSchema> {
  const by = (value: (at: FieldAt) => JsonSchema, questions: FieldAt[]) =>
    closed({}, action.offers ? Object.fromEntries(questions.map((at) => [at.name, value(at)])) : {})
  const pointing = own.filter((at) => at.type.target)
  return {
    offers: by(() => listOf(offerSchema), pointing),
    otherwise: by(() => text, pointing),
    starts: by((at) => orNull(writeSchema(catalog, principal, at)), own),
  }
}

function actionPaths(
  catalog: Catalog,
  principal: Principal,
  object: Placed,
  action: Action,
  make: (
    id: string,
    summary: string,
    authz: Omit<Authz, 'who' | 'object'>,
    rest: Pick<Operation, 'answers'> & Partial<Operation>,
  ) => JsonSchema,
  say: Say,
): Paths {
  const { path, name } = object
  const summary = say(action.label.zh, action.label.en)
  const asked = (action.asks ?? []).flatMap((ask) => {
    const at = object.fields.get(ask.replace(/\?$/, ''))!
    return fieldAccess(principal, name, at.name) === 'hidden' ? [] : [at]
  })
  const own = placed(action.input ?? {})
  const ownForMany = own.filter((at) => !action.single?.includes(at.name))
  const inputOf = (questions: FieldAt[]) => {
    const value = (at: FieldAt) => [at.name, writeSchema(catalog, principal, at)] as const
    const needed = questions.filter((at) => at.field.required)
    return closed(Object.fromEntries(needed.map(value)), Object.fromEntries([...asked, ...questions].map(value)))
  }
  const input = inputOf(own)
  const refs = refsIn(catalog, principal, [...asked, ...own])
  const idAt: RefAt = { in: 'path', name: 'id', object: name }
  const authz = { may: 'write', ...(action.right && action.right !== 'write' ? { right: action.right } : {}) } as const
  const again = parameterRef('IdempotencyKey')
  const returns = (action.returns?.properties ?? {}) as Record<string, JsonSchema>
  const about = offersSchema(catalog, principal, action, own)
  const needsInput = own.some((at) => at.field.required)
  const refused = closed({ id: uuid, code: text, message: text })
  return {
    [`/${path}/{id}/${action.name}`]: {
      get: make(
        `${action.name}.offers`,
        summary,
        { may: 'read' },
        {
          parameters: [inPath('id')],
          refs: [idAt],
          answers: { 200: closed({ can: { anyOf: [{ const: true }, text] }, record: schemaRef(name), ...about }) },
        },
      ),
      post: make(action.name, summary, authz, {
        parameters: [inPath('id'), again],
        refs: [idAt, ...refs],
        body: input,
        bodyOptional: !needsInput,
        answers: { 200: closed({ changeset: uuid }, returns) },
      }),
    },
    [`/${path}/actions/${action.name}`]: {
      post: make(`${action.name}.many`, summary, authz, {
        parameters: [again],
        refs: [{ in: 'body', name: 'ids.*', object: name }, ...refsIn(catalog, principal, [...asked, ...ownForMany], 'input.')],
        body: {
          ...closed(needsInput ? { input: inputOf(ownForMany) } : {}, { ids: listOf(uuid, 20_000), filter, input: inputOf(ownForMany) }),
          oneOf: [{ required: ['ids'] }, { required: ['filter'] }],
        },
        answers: { 200: closed({ changeset: uuid, done: count, refused: listOf(refused) }) },
      }),
    },
  }
}
