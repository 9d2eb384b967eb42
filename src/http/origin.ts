import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** No Origin at all (not a browser, or a plain GET), our public address, or the very host that was asked. */
export function isOwnOrigin(request: FastifyRequest, url: string): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  return from.origin === new URL(url).origin || from.host === request.headers.host?.toLowerCase()
}

/**
 * Asked by a number, as localhost, or by our public name. A page of another site can point its own name at 127.0.0.1, and then
 * Origin and Host agree; but the name is still its own.
 */
export function isKnownHost(request: FastifyRequest, url: string): boolean {
  const host = request.headers.host ?? ''
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || hostname === new URL(url).hostname
}
