/** Eight connections, each asking again as soon as it is answered; every answer's time is kept, so p95 is p95. */
import autocannon from 'autocannon'

export type Asked = { url: string; headers?: Record<string, string>; method?: 'GET' | 'POST'; paths: string[]; bodies?: string[] }
export type Driven = { perSecond: number; p50: number; p95: number; failed: number; requests: number }

export async function drive(asked: Asked, seconds: number, connections = 8): Promise<Driven> {
  const times: number[] = []
  let failed = 0
  const requests = asked.paths.map((path, i) => ({
    path,
    method: asked.method ?? 'GET',
    headers: { ...asked.headers, ...(asked.bodies ? { 'content-type': 'application/json' } : {}) },
    ...(asked.bodies ? { body: asked.bodies[i % asked.bodies.length] } : {}),
  }))
  await new Promise<void>((resolve, reject) => {
    const run = autocannon({ url: asked.url, connections, duration: seconds, requests }, (error) =>
      error ? reject(error as Error) : resolve(),
    )
    run.on('response', (_client, status, _bytes, time) => {
      times.push(time)
      if (status >= 400) failed++
    })
    run.on('reqError', () => failed++)
  })
  times.sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2))
  return { perSecond: Math.round(times.length / seconds), p50: at(0.5), p95: at(0.95), failed, requests: times.length }
}
