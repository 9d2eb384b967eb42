import { expect, test } from 'vitest'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/database.ts'
test('hello', async () => {
  const { database, drop } = await freshDatabase()
  const { rows } = await database.as(null, (run) => run(sql`select ${1}::int as a, now() as t, 1.50::numeric as n, '{"a":1}'::jsonb as j`))
  expect(rows[0]).toMatchObject({ a: 1, n: '1.50' })
  console.log(rows)
  await drop()
})
