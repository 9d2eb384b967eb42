/** Faults by which something is written wrongly, twice, or not at all. */
import type { Fault } from './faults.ts'

export const writing: Fault[] = [
  {
    name: 'a row is changed without being locked',
    file: 'src/engine/write/rows.ts',
    text: 'sql` for update of t`',
    planted: 'sql``',
    suite: 'test/twice.test.ts',
    only: 'sixteen people change the same field',
  },
  {
    name: 'sums are gathered without holding their record',
    file: 'src/engine/write/settle.ts',
    text: 'tx.send(sql`select 1 from ${table(schema, parent.table)} p where p.id = any(${ids}::uuid[]) order by p.id for no key update of p`)',
    planted: '',
    suite: 'test/races.test.ts',
    only: 'follow-ups written at the same moment',
  },
  {
    name: 'what is computed of gathered sums stays as it was',
    file: 'src/engine/write/settle-up.ts',
    text: 'if (moved.computed.length) await computeAnew(tx, object, [...ids])',
    planted: '',
    suite: 'test/selling.test.ts',
    only: 'money is allocated over orders',
  },
  {
    name: 'more is allocated than is owed',
    file: 'src/engine/write/limits.ts',
    text: 'if (problems.length) throw invalid(problems)',
    planted: '',
    suite: 'test/selling.test.ts',
    only: 'money is allocated over orders',
  },
  {
    name: 'a computed amount is rounded by floating point',
    file: 'src/fields/derived/fitted.ts',
    text: 'new Exact(text).toDecimalPlaces(digits).toFixed()',
    planted: 'String(Math.round(Number(text) * 10 ** digits) / 10 ** digits)',
    suite: 'test/money.test.ts',
    only: 'quotes: every line and every total',
  },
  {
    name: 'a reference is not looked up',
    file: 'src/engine/write/references.ts',
    text: "draft.problems.push({ field: at.name, code: 'no-such-record' })",
    planted: 'void pointer',
    suite: 'test/isolation.test.ts',
    only: 'what the neighbour has answers like',
  },
  {
    name: 'an undo forgets with whom a record was shared',
    file: 'src/engine/revert.ts',
    text: ', ...Object.keys(former).filter((cell) => sharedBy(cell) !== undefined)',
    planted: '',
    suite: 'test/sharing.test.ts',
    only: 'undo takes that back',
  },
  {
    name: 'a stale write overwrites',
    file: 'src/engine/write/merge.ts',
    text: 'if (version === undefined || version >= Number(row.version)) continue',
    planted: 'if (version !== null) continue',
    suite: 'test/twice.test.ts',
    only: 'sixteen people change the same field',
  },
  {
    name: 'an idempotency key is not looked at',
    file: 'src/engine/write/once.ts',
    text: 'if (!asked) return work()',
    planted: 'if (!asked || asked.key) return work()',
    suite: 'test/twice.test.ts',
    only: 'sixteen creations with one key',
  },
  {
    name: 'an idempotency key answers another request',
    file: 'src/engine/write/once.ts',
    text: "if (rows[0]?.hash !== hash) throw new Refusal('key-reused')",
    planted: "if (!rows[0]) throw new Refusal('key-reused')",
    suite: 'test/twice.test.ts',
    only: 'another body, another address',
  },
  {
    name: 'what a state locks is changed',
    file: 'src/engine/write/rules.ts',
    text: 'const locked = before && !options.trusted && !options.deed ? lockedFields(object, draft, before) : undefined',
    planted: 'const locked = undefined as ReturnType<typeof lockedFields>',
    suite: 'test/selling.test.ts',
    only: 'what was sent stays as it was',
  },
  {
    name: 'a deed on many does not ask whether it is time',
    file: 'src/engine/actions.ts',
    text: '      whens,\n',
    planted: '      whens: collect ? [] : whens,\n',
    suite: 'test/refused.test.ts',
    only: 'a deed on many leaves out those for whom it is not time',
  },
  {
    name: 'an undo overwrites what came later',
    file: 'src/engine/revert-hindrances.ts',
    text: 'if (left === is || (!madeIt(todo)',
    planted: 'if (left !== is || left === is || (!madeIt(todo)',
    suite: 'test/undo-kinds.test.ts',
    only: 'lines of one customer far apart',
  },
  {
    name: 'the mark of an import is not of its chunk’s transaction',
    file: 'src/engine/import/run.ts',
    text: `    await saveImport(tx, { ...now, state: last ? 'done' : 'running', progress: next })
  }
  return unlessOver(deed(`,
    planted: `    mark = { ...now, state: last ? 'done' : 'running', progress: next }
  }
  let mark: Import
  const apart = async () => {
    const read_ = (run: Tx['run']) => saveImport({ run, principal }, mark)
    await house.databaseOf(principal.workspace).as(principal.workspace.role, read_)
  }
  return unlessOver(((...given: Parameters<typeof deed>) => deed(...given).then(apart))(`,
    suite: 'test/one-transaction.test.ts',
    only: 'a chunk of an import',
  },
  {
    name: 'a refusal comes after the write',
    file: 'src/platform/colleagues/password.ts',
    text: `  if (person.workspaces > 1) throw new Refusal('of-several-firms')
  await setPassword(house.database, person.email, password)`,
    planted: `  await setPassword(house.database, person.email, password)
  if (person.workspaces > 1) throw new Refusal('of-several-firms')`,
    suite: 'src/platform/colleagues/password.test.ts',
    only: '',
  },
  {
    name: 'what an import sent stays on the disk when it is refused',
    file: 'src/http/imports.ts',
    text: 'await rm(at, { force: true })',
    planted: '',
    suite: 'test/refused.test.ts',
    only: 'a file that is refused',
  },
]
