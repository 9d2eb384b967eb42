import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Our parent, and where that is a shell (npm runs scripts through one) the parent of it. */
export function ancestors() {
  const parent = process.ppid
  const { name, above } = describe(parent)
  return /^-?(sh|dash|bash|zsh|ash)$/.test(name) && above > 1 ? [parent, above] : [parent]
}

function describe(pid) {
  try {
    if (existsSync('/proc/self/stat')) {
      const [, name, above] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      return { name, above: Number(above) }
    }
    const [above, ...words] = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    return { name: words.join(' ').split('/').pop(), above: Number(above) }
  } catch {
    return { name: '', above: 0 }
  }
}

/** A dead process that nobody collected has no command line any more. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return !existsSync('/proc/self/cmdline') || readFileSync(`/proc/${pid}/cmdline`).length > 0
  } catch (error) {
    return error.code === 'EPERM'
  }
}
