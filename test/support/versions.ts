/** The program as it was, and as it may be one day: whole copies in folders of their own, started as people start it. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from './started.ts'

export type Version = { folder: string; main: string; remove: () => void }

/** As of before this house could be upgraded beside itself. */
const earlierCommit = 'f8206f3'

/** An earlier commit; where the clone is a shallow one, this very version, to which `later` is the next all the same. */
export function earlier(): Version & { commit: string | undefined } {
  const version = emptyVersion()
  const commit = has(earlierCommit) ? earlierCommit : undefined
  if (commit) {
    const archive = execFileSync('git', ['archive', commit, 'src', 'package.json'], { cwd: root, maxBuffer: 1 << 28 })
    execFileSync('tar', ['x', '-C', version.folder], { input: archive })
  } else copyThis(version.folder)
  return { ...version, commit }
}

/** This version and what a release after it may bring: an object, a field that is searched and sorted, one that is gathered, one computed of that, and changes to files, as `[file, text, instead]`. */
export function later(...changes: [string, string, string][]): Version {
  const version = emptyVersion()
  copyThis(version.folder)
  writeFileSync(path.join(version.folder, 'src/modules/later.ts'), laterModule)
  const all: typeof changes = [
    ['src/modules/index.ts', '\nexport const modules = [', "import { later } from './later.ts'\n\nexport const modules = [later, "],
    ...changes,
  ]
  for (const [file, text, instead] of all) {
    const place = path.join(version.folder, file)
    const whole = readFileSync(place, 'utf8')
    if (!whole.includes(text)) throw new Error(`${file} has no ${text}`)
    writeFileSync(
      place,
      whole.replace(text, () => instead),
    )
  }
  return version
}

const laterModule = `
import { defineObject } from '../engine/definition.ts'
import { defineModule, extend } from '../engine/module.ts'
import { derived, rollup, text, the } from '../fields/index.ts'

const visit = defineObject('visit', {
  label: { zh: '拜访', en: 'Visit' },
  title: 'name',
  fields: { name: text({ label: { zh: '名称', en: 'Name' }, search: true }) },
  views: { list: ['name'], form: ['name'] },
  access: {},
})
const times = rollup({ label: { zh: '付款次数', en: 'Payments' }, of: 'payment', by: 'account', fn: 'count', result: 'number' })
const twice = derived('number', the('times').times(2), { label: { zh: '两倍', en: 'Twice' } })
const hobby = text({ label: { zh: '爱好', en: 'Hobby' }, search: true, indexed: true })

export const later = defineModule({
  name: 'later',
  needs: ['leads', 'parties', 'orders'],
  objects: [visit],
  extensions: [extend('lead', { fields: { hobby }, form: ['hobby'] }), extend('account', { fields: { times, twice } })],
})
`

function emptyVersion(): Version {
  const folder = mkdtempSync(path.join(tmpdir(), 'guanxi-version-'))
  mkdirSync(path.join(folder, 'src'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  return { folder, main: path.join(folder, 'src/main.ts'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function copyThis(folder: string): void {
  for (const name of ['src', 'package.json']) cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
}

function has(commit: string): boolean {
  try {
    execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
