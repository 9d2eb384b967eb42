import { createServer } from 'node:net'
import { Halt } from '../lib/halt.ts'

type Seat = { host: string; port: number }

/** Asks for the port before anything heavier is started, so that a taken one is said at once. */
export async function checkPort(seat: Seat): Promise<void> {
  const probe = createServer()
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(seat.port, seat.host, resolve))
  } catch (error) {
    throw whyNotListening(seat, error)
  }
  await new Promise((resolve) => probe.close(resolve))
}

export function whyNotListening({ host, port }: Seat, error: unknown): Halt {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  if (code === 'EADDRINUSE') {
    return new Halt({ zh: `端口 ${port} 已被占用：请用 PORT 指定另一个。`, en: `Port ${port} is taken: set PORT to another one.` })
  }
  if (code === 'EACCES') {
    return new Halt({
      zh: `没有权限使用端口 ${port}：请用 PORT 指定 1024 以上的端口。`,
      en: `Port ${port} is not allowed: set PORT to one above 1024.`,
    })
  }
  return new Halt({
    zh: `不能在 HOST=${host} 上监听（${code}）：请改为这台机器的地址，例如 127.0.0.1 或 0.0.0.0。`,
    en: `Cannot listen on HOST=${host} (${code}): set it to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  })
}
