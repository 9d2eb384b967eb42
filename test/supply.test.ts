/** What comes into the house from outside: pinned, whole, under licences that a firm can live with, and nothing that runs while it is installed. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

type Package = { version: string; license?: string; integrity?: string; resolved?: string; hasInstallScript?: boolean }
const locked = Object.entries(json('package-lock.json').packages as Record<string, Package>)
  .filter(([place]) => place)
  .map(([place, each]) => ({ name: place.split('node_modules/').at(-1)!, ...each }))
const manifest = json('package.json') as Record<'dependencies' | 'devDependencies' | 'optionalDependencies' | 'allowScripts', object>

/** Free to use, change and sell; MPL only obliges whoever changes its own files. */
const fine = /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Python-2\.0|Unlicense|MPL-2\.0|OFL-1\.1|Zlib|CC0-1\.0)$/
const parts = (licence = 'none') => licence.replace(/[()]/g, '').split(/ (?:AND|OR) | and | or /)
const unwanted = (all: Pick<Package & { name: string }, 'name' | 'license'>[]) =>
  all.filter(({ license }) => !parts(license).every((part) => fine.test(part))).map(({ name, license }) => `${name}: ${license}`)

test('every licence is one that a firm can live with', () => {
  expect(unwanted(locked)).toEqual([])
  const strangers = ['AGPL-3.0', 'GPL-2.0 OR MIT', 'BUSL-1.1', 'SSPL-1.0', undefined, 'MIT AND LGPL-3.0']
  expect(unwanted(strangers.map((license) => ({ name: 'x', ...(license ? { license } : {}) })))).toHaveLength(strangers.length)
})

test('what we name ourselves is pinned to one version', () => {
  const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
  expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
})

test('every package is known by its hash, and comes from no place of its own', () => {
  expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual([])
  expect(locked.filter(({ resolved }) => resolved && !resolved.startsWith('https://registry.npmjs.org/')).map(({ name }) => name)).toEqual(
    [],
  )
})

test('nothing runs while it is installed: who has a script is told not to', () => {
  const withScript = [...new Set(locked.filter((each) => each.hasInstallScript).map(({ name }) => name))].toSorted()
  const forbidden = Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed === false)
  expect(forbidden.map(([name]) => name).toSorted()).toEqual(withScript)
})

/** Versions that somebody else published in their makers' names, and libraries with holes that nobody mends. */
const bad = new Map([
  ['ansi-regex', ['6.2.1']],
  ['ansi-styles', ['6.2.2']],
  ['chalk', ['5.6.1']],
  ['coa', ['2.0.3', '2.0.4']],
  ['color-convert', ['3.1.1']],
  ['debug', ['4.4.2']],
  ['event-stream', ['3.3.6']],
  ['node-ipc', ['10.1.1', '10.1.2']],
  ['rc', ['1.2.9', '1.3.9', '2.3.9']],
  ['strip-ansi', ['7.1.1']],
  ['supports-color', ['10.2.1']],
  ['ua-parser-js', ['0.7.29', '0.8.0', '1.0.0']],
  ['wrap-ansi', ['9.0.1']],
  ['xlsx', ['*']],
])
const isBad = ({ name, version }: { name: string; version: string }) =>
  bad.get(name)?.some((each) => each === '*' || each === version) ?? false

test('no version that is known to be bad', () => {
  expect(locked.filter(isBad).map(({ name, version }) => `${name} ${version}`)).toEqual([])
  expect(isBad({ name: 'debug', version: '4.4.2' })).toBe(true)
})

test('a bill of materials names everything that is installed to run', () => {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only']
  const text = execFileSync(
    process.env.npm_execpath ? process.execPath : 'npm',
    process.env.npm_execpath ? [process.env.npm_execpath, ...words] : words,
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const names = new Set((JSON.parse(text).components as { name: string; group?: string }[]).map(({ name }) => name))
  for (const name of Object.keys(manifest.dependencies)) expect(names).toContain(name)
})
