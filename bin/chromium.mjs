import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { say } from './words.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** The browser of the system, or undefined. GUANXI_CHROMIUM names another; empty means none. */
export function findChromium() {
  if (process.env.GUANXI_CHROMIUM !== undefined) return process.env.GUANXI_CHROMIUM || undefined
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...places].find(mayRun)
}

/** As root on Debian and its kin we bring one; elsewhere we say how, and the browser tests count as skipped. */
export function bringChromium() {
  const found = findChromium()
  if (found || process.env.GUANXI_CHROMIUM !== undefined) return found
  if (process.getuid?.() === 0 && aptInstall()) return findChromium()
  console.error(
    say(
      '没有找到 Chromium，浏览器测试将跳过。安装：sudo apt-get install chromium（或装 Google Chrome）。',
      'No Chromium found; the browser tests will be skipped. To install it: sudo apt-get install chromium (or Google Chrome).',
    ),
  )
  return undefined
}

function aptInstall() {
  const apt = (...args) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-qq', ...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  console.error(say('正在安装测试用的 Chromium……', 'Installing Chromium for the browser tests…'))
  apt('update')
  return apt('install', '-y', '--no-install-recommends', 'chromium').status === 0
}

function mayRun(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
