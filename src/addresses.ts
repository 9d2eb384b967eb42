import { networkInterfaces } from 'node:os'
import type { Config } from './config.ts'
import { isLoopback } from './config.ts'

/** Where people find the server: on this machine (or at GUANXI_URL), and from the local network where HOST lets them in. */
export function addressesOf({ host, port, publicUrl }: Config): { own: string; network?: string } {
  const everywhere = host === '0.0.0.0' || host === '::'
  const own = publicUrl ?? at(everywhere ? '127.0.0.1' : host, port)
  if (isLoopback(host)) return { own }
  const reachable = everywhere ? lanAddress() : host
  return reachable ? { own, network: at(reachable, port) } : { own }
}

function at(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address
}
