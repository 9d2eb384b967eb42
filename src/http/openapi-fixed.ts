/** The operations that belong to no object. Who may, and what a body may be, the route itself has said (`declared`). */
import {
  type Authz,
  type Operation,
  type Paths,
  type RefAt,
  bytes,
  closed,
  flag,
  inPath,
  inQuery,
  listOf,
  moment,
  openObject,
  operation,
  pageOf,
  parameterRef,
  schemaRef,
  uuid,
} from '../engine/openapi-words.ts'
import type { Language } from '../lib/errors.ts'
import type { JsonSchema } from '../lib/wire.ts'

/** What a route says of itself, by `POST /me/keys`. */
export type Declared = Map<string, { authz: Authz; body?: JsonSchema }>
const binary: JsonSchema = { type: 'string', contentMediaType: 'application/octet-stream' }

type Given = Partial<Operation> & Pick<Operation, 'answers'>

export function fixedPaths(declared: Declared, language: Language): Paths {
  const paths: Paths = {}
  const at = (call: string, zh: string, en: string, given: Given) => {
    const [method, path] = call.split(' ') as [string, string]
    const route = declared.get(call.replace(/\{(\w+)\}/g, ':$1'))
    if (!route) throw new Error(`${call} is described, and not served`)
    const tag = path.split('/')[1]!
    const words = path
      .replace(/\{(\w+)\}/g, 'one')
      .split(/[/.]+/)
      .filter(Boolean)
    const id = [method.toLowerCase(), ...words].join('.')
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: operation({
        id,
        tag,
        summary: language === 'zh' ? zh : en,
        ...route,
        ...given,
      }),
    }
  }
  const one = (object: string): Pick<Operation, 'parameters' | 'refs'> => ({
    parameters: [inPath('id')],
    refs: [{ in: 'path', name: 'id', object } satisfies RefAt],
  })
  const page = ['Limit', 'Cursor'].map(parameterRef)
  const changed = { 200: closed({ changeset: uuid }) }

  at('POST /session', '登录', 'Sign in', { answers: { 200: schemaRef('Me') } })
  at('DELETE /session', '退出', 'Sign out', { answers: { 204: null } })
  at('POST /session/workspace', '选择企业', 'Choose a workspace', { answers: { 200: schemaRef('Me') } })
  at('GET /me', '我是谁', 'Who am I', { answers: { 200: schemaRef('Me') } })
  at('PATCH /me', '修改自己的姓名和手机', 'Change my name and mobile', { answers: changed })
  at('POST /me/password', '修改密码', 'Change my password', { answers: { 204: null } })
  at('GET /me/keys', '我的密钥', 'My API keys', { answers: { 200: closed({ records: listOf(schemaRef('Key')) }) } })
  at('POST /me/keys', '新建密钥', 'Make an API key', { answers: { 201: schemaRef('NewKey') } })
  at('DELETE /me/keys/{id}', '停用密钥', 'Revoke an API key', { ...one('key'), answers: { 204: null } })
  at('GET /setup', '是否需要首次设置', 'Is set-up needed', { answers: { 200: closed({ needed: flag, token: flag }) } })
  at('POST /setup', '首次设置', 'Set up the first firm', { answers: { 201: schemaRef('Me') } })
  at('POST /colleagues', '添加同事', 'Add colleagues', {
    answers: { 201: closed({ ids: listOf(uuid), changeset: uuid }) },
  })
  at('POST /colleagues/{id}/disable', '停用同事', 'Let a colleague go', { ...one('user'), answers: changed })
  at('POST /colleagues/{id}/password', '给同事一个新的初始密码', 'Give a colleague a new first password', {
    ...one('user'),
    answers: { 204: null },
  })
  at('POST /colleagues/{id}/enable', '恢复同事', 'Take a colleague back', { ...one('user'), answers: changed })

  at('GET /schema', '这家企业有什么', 'What this workspace has', { answers: { 200: schemaRef('Schema') } })
  at('GET /openapi.json', '本文档', 'This document', { answers: { 200: openObject('an OpenAPI 3.1 document') } })
  at('GET /search', '搜索', 'Search', {
    parameters: [inQuery('q', { type: 'string', maxLength: 200 }, true), inQuery('object', { type: 'string' })],
    answers: { 200: schemaRef('Found') },
  })
  at('GET /events', '实时变化', 'What changes, as it changes', { answers: { 200: bytes('text/event-stream') } })

  at('GET /day', '我的今日', 'My day, each thing with its reason', { answers: { 200: schemaRef('Day') } })
  at('POST /day/snooze', '改天再说', 'Not before that day', { answers: { 204: null } })
  at('POST /day/seen', '提醒看过了', 'Reminders are seen', { answers: { 200: closed({ seenAt: moment }) } })

  at('GET /changesets', '做过什么', 'What was done', {
    parameters: [...page, inQuery('by', uuid)],
    refs: [{ in: 'query', name: 'by', object: 'user' }],
    answers: { 200: pageOf(schemaRef('Changeset')) },
  })
  at('GET /changesets/{id}', '一次操作', 'One deed', { ...one('changeset'), answers: { 200: schemaRef('Changeset') } })
  at('GET /changesets/{id}/changes', '这次操作改了什么', 'What it changed', {
    ...one('changeset'),
    parameters: [inPath('id'), ...page],
    answers: { 200: schemaRef('Changes') },
  })
  at('POST /changesets/{id}/undo', '撤销（别人的需要撤销权）', 'Undo; of others with the right to undo', {
    ...one('changeset'),
    body: closed({}, { subjects: listOf({ type: 'integer', minimum: 0 }) }),
    bodyOptional: true,
    answers: { 200: schemaRef('Undone') },
  })
  at('GET /removed', '回收站', 'What was removed', { parameters: page, answers: { 200: schemaRef('Removed') } })

  at('POST /files', '上传文件', 'Send files', {
    body: { type: 'multipart/form-data', schema: closed({ file: listOf(binary) }) },
    answers: { 201: closed({ files: listOf(schemaRef('File')) }) },
  })
  at('GET /files/{id}', '下载文件', 'Fetch a file', {
    ...one('file'),
    answers: { 200: bytes('*/*'), 304: null },
  })

  const found = schemaRef('Import')
  at('GET /imports', '导入记录', 'Imports', { parameters: page, answers: { 200: pageOf(found) } })
  at('POST /imports', '上传要导入的文件', 'Send a file to import', {
    body: {
      type: 'multipart/form-data',
      schema: closed({ object: { type: 'string' }, file: binary }),
    },
    answers: { 201: found },
  })
  at('GET /imports/template', '导入模板', 'A file to fill in', {
    parameters: [inQuery('object', { type: 'string' }, true)],
    answers: { 200: bytes('text/csv') },
  })
  at('GET /imports/{id}', '一次导入', 'One import', { ...one('import'), answers: { 200: found } })
  at('PATCH /imports/{id}', '选择怎样导入', 'Choose how', { ...one('import'), answers: { 200: found } })
  at('DELETE /imports/{id}', '删除还没有导入的文件', 'Drop a file that was not imported', {
    ...one('import'),
    answers: { 204: null },
  })
  at('POST /imports/{id}/check', '检查', 'Check', { ...one('import'), answers: { 202: found } })
  at('POST /imports/{id}/run', '导入', 'Run', { ...one('import'), answers: { 202: found } })
  at('POST /imports/{id}/stop', '停止正在进行的检查或导入', 'Stop a check or run under way', { ...one('import'), answers: { 200: found } })
  at('GET /imports/{id}/problems', '有问题的行', 'Rows with problems', {
    ...one('import'),
    parameters: [inPath('id'), ...page, inQuery('kind', { enum: ['problem', 'twin', 'skip'] })],
    answers: { 200: pageOf(schemaRef('ImportProblem')) },
  })
  at('PATCH /imports/{id}/rows/{row}', '改一行', 'Mend a row', {
    ...one('import'),
    parameters: [inPath('id'), inPath('row', { type: 'integer', minimum: 1 })],
    answers: { 200: schemaRef('ImportRow') },
  })
  at('GET /imports/{id}/failed.csv', '失败的行', 'The rows that failed', {
    ...one('import'),
    answers: { 200: bytes('text/csv') },
  })
  return paths
}
