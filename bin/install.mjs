import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { Halt, say } from './words.mjs'

/** Runs `npm ci` when node_modules is missing or older than package-lock.json. Quiet, unless it fails or takes long. */
export async function install(root) {
  const done = path.join(root, 'node_modules/.package-lock.json')
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs) return
  const patience = setTimeout(
    () => console.error(say('正在安装依赖，第一次约需一分钟……', 'Installing dependencies; the first time takes about a minute…')),
    1500,
  )
  const { code, output } = await npm(root, ['ci', '--include=dev', '--no-progress'])
  clearTimeout(patience)
  if (code === 0) return
  console.error(output)
  throw new Halt(
    '依赖没有装上（npm ci 的输出在上面）：请检查网络后再试。',
    'The dependencies could not be installed (what npm ci said is above): check the network and try again.',
  )
}

function npm(root, args) {
  const cli = process.env.npm_execpath
  const [program, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let output = ''
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code, output }))
  })
}
