/** A copy of the house in which faults are planted, so that nobody who works in the real one meets them. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Fault } from '../planted/faults.ts'

const root = path.join(import.meta.dirname, '../..')

export const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8')
export const times = (text: string, part: string) => text.split(part).length - 1

export type Result = { passed: number; failed: string[]; seconds: number; said: string }
export type Copy = {
  run: (suite: string, only: string[]) => Promise<Result>
  /** The suite's answer with the fault in the house; the house is whole again afterwards. */
  withFault: (fault: Fault) => Promise<Result>
  remove: () => void
}

/** `alone`: for suites that ask no database, so none is started. */
export function copyHouse(alone = false): Copy {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-planted-'))
  for (const name of ['src', 'test', 'bin', 'package.json', 'vitest.config.ts', 'tsconfig.json'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  for (const name of ['node_modules', 'dist'])
    if (existsSync(path.join(root, name))) symlinkSync(path.join(root, name), path.join(folder, name), 'junction')
  if (alone)
    writeFileSync(
      path.join(folder, 'vitest.config.ts'),
      `export default { test: { include: ['src/**/*.test.ts'], testTimeout: 60_000 } }\n`,
    )
  return {
    run: (suite, only) => run(folder, suite, only),
    async withFault({ file, text, planted, suite, only }) {
      const place = path.join(folder, file)
      const whole = readFileSync(place, 'utf8')
      writeFileSync(
        place,
        whole.replace(text, () => planted),
      )
      try {
        return await run(folder, suite, [only])
      } finally {
        writeFileSync(place, whole)
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

type Report = {
  numPassedTests: number
  testResults: { message: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[]
}

/** A suite as a person would run it. */
async function run(folder: string, suite: string, only: string[]): Promise<Result> {
  const out = path.join(folder, 'report.json')
  rmSync(out, { force: true })
  const began = performance.now()
  const names = only.filter(Boolean).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const args = ['run', suite, '--reporter=json', `--outputFile=${out}`, ...(names.length ? ['-t', names.join('|')] : [])]
  const said = await ended(folder, [path.join(folder, 'node_modules/vitest/vitest.mjs'), ...args])
  const seconds = Math.round((performance.now() - began) / 100) / 10
  if (!existsSync(out)) return { passed: 0, failed: [], seconds, said }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(out, 'utf8')) as Report
  const failed = testResults.flatMap((file) => file.assertionResults).filter((each) => each.status === 'failed')
  return {
    passed: numPassedTests,
    failed: failed.map((each) => each.fullName),
    seconds,
    said: [said, ...testResults.map((file) => file.message), ...failed.flatMap((each) => each.failureMessages)].join('\n').slice(0, 2000),
  }
}

function ended(cwd: string, args: string[]): Promise<string> {
  // What the run around it has said of itself would make this one a part of it.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST_|LONG$|NODE_ENV$|NODE_OPTIONS$)/.test(name)),
  )
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  return new Promise((resolve, reject) => child.once('error', reject).once('close', () => resolve(said)))
}
