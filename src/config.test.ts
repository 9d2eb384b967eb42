import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { Halt } from './lib/halt.ts'

function refusal(env: Record<string, string>): Halt {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof Halt) return error
  }
  throw new Error('It was taken')
}

test('nothing set is a server for this machine only', () => {
  const { folder, files, ...rest } = readConfig({})
  expect(rest).toEqual({ port: 3000, host: '127.0.0.1', log: 'info', further: [], identity: 'role' })
  expect(folder).toMatch(/\/data$/)
  expect(files).toBe(`${folder}/files`)
})

test('what is set is taken; an empty variable is not set', () => {
  const env = {
    PORT: '80',
    HOST: 'localhost',
    GUANXI_DATA: '/srv/crm',
    GUANXI_FILES: '/mnt/shared/crm',
    DATABASE_URL: 'postgres://guanxi:secret@db.firm.cn:5432/crm',
    DATABASE_OWNER_URL: 'postgresql://owner@db.firm.cn/crm?sslmode=require',
    GUANXI_URL: 'https://crm.firm.cn/',
    GUANXI_LOG: 'debug',
    GUANXI_IDENTITY: 'login',
  }
  expect(readConfig(env)).toEqual({
    further: [],
    port: 80,
    host: 'localhost',
    folder: '/srv/crm',
    files: '/mnt/shared/crm',
    databaseUrl: env.DATABASE_URL,
    ownerUrl: env.DATABASE_OWNER_URL,
    publicUrl: 'https://crm.firm.cn',
    log: 'debug',
    identity: 'login',
    setupToken: expect.any(String),
  })
  expect(readConfig(Object.fromEntries(Object.keys(env).map((name) => [name, ''])))).toMatchObject({ port: 3000, host: '127.0.0.1' })
})

const wrong: [string, string][] = [
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['HOST', '256.1.1.1'],
  ['HOST', '1.2.3'],
  ['HOST', 'http://localhost'],
  ['HOST', 'two words'],
  ['GUANXI_URL', 'crm.example.com'],
  ['GUANXI_URL', 'ftp://crm.example.com'],
  ['GUANXI_URL', 'https://crm.example.com/path'],
  ['GUANXI_URL', 'https://me@crm.example.com'],
  ['GUANXI_LOG', 'loud'],
  ['GUANXI_IDENTITY', 'nobody'],
]

test.each(wrong)('%s=%s is refused by name, in both languages', (name, value) => {
  const { zh, en } = refusal({ [name]: value })
  expect(zh).toContain(`${name}=${value} 不对：`)
  expect(en).toContain(`${name}=${value} is wrong: `)
})

test.each(['mysql://a:secret@b/c', 'postgres://a:secret@b', 'postgres://a:secret@b/', 'secret'])(
  'DATABASE_URL=%s is refused without repeating it',
  (url) => {
    const { zh, en } = refusal({ DATABASE_URL: url })
    expect(zh).toContain('DATABASE_URL 不对')
    expect(en).toContain('DATABASE_URL is wrong')
    expect(zh + en).not.toContain('secret')
  },
)

test('workspaces that sign in themselves need an address with a password, in every database', () => {
  const main = 'postgres://guanxi:secret@db1/crm'
  const bare = { DATABASE_URL: 'postgres://guanxi@db1/crm', GUANXI_IDENTITY: 'login' }
  expect(refusal(bare).zh).toContain('必须有密码')
  expect(refusal({ ...bare, DATABASE_URL: main, DATABASE_URL_EAST: 'postgres://guanxi@db2/crm' }).en).toContain('needs a password')
  expect(readConfig({ ...bare, DATABASE_URL: `${bare.DATABASE_URL}?password=secret` }).identity).toBe('login')
  for (const identity of ['role', 'shared']) expect(readConfig({ ...bare, GUANXI_IDENTITY: identity }).identity).toBe(identity)
})

test('an owner without a database is refused', () => {
  expect(refusal({ DATABASE_OWNER_URL: 'postgres://a:b@c/d' }).en).toContain('DATABASE_URL is not')
  expect(refusal({ GUANXI_FILES: '/mnt/shared' }).en).toContain('DATABASE_URL is not')
})

test('further databases are named by their variables; one without an address, or with a name of its own kind, is refused', () => {
  const [main, east] = ['postgres://a:b@c/main', 'postgres://a:b@c/east']
  expect(readConfig({ DATABASE_URL: main }).further).toEqual([])
  expect(readConfig({ DATABASE_URL: main, REPLICA_URL: east, DATABASE_URL_EAST: east, DATABASE_OWNER_URL_EAST: main })).toMatchObject({
    replicaUrl: east,
    further: [{ name: 'east', databaseUrl: east, ownerUrl: main }],
  })
  expect(refusal({ DATABASE_OWNER_URL_EAST: main }).en).toContain('DATABASE_URL_EAST is not')
  expect(refusal({ REPLICA_URL_EAST: main }).zh).toContain('没有设 DATABASE_URL_EAST')
  for (const name of ['MAIN', 'east', '1']) expect(refusal({ [`DATABASE_URL_${name}`]: east }).en).toContain('the name of a database')
  expect(refusal({ DATABASE_URL_EAST: 'mysql://a:secret@b/c' }).en).toMatch(/^DATABASE_URL_EAST is wrong(?!.*secret)/)
})

test('where strangers can reach the server there is a set-up token, another at each start', () => {
  const token = () => readConfig({ HOST: '0.0.0.0' }).setupToken
  expect(token()).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
  expect(token()).not.toBe(token())
  for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) expect(readConfig({ HOST }).setupToken).toBeUndefined()
  expect(readConfig({ HOST: '127.0.0.1', GUANXI_URL: 'https://crm.example.com' }).setupToken).toBeDefined()
  for (const GUANXI_URL of ['http://localhost:3000', 'http://[::1]:3000']) expect(readConfig({ GUANXI_URL }).setupToken).toBeUndefined()
})
