/** Leads from CSV over HTTP: upload, check, run, twins looked for; beside COPY of as many rows with all indexes. */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ground, Row } from './measures.ts'

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const given = '伟芳娜敏静强磊军洋勇艳杰娟涛明超秀英霞平'

export async function measureImport({ url, pid, keys, limit, place, imported: rows }: Ground): Promise<Row[]> {
  const said = `import ${rows.toLocaleString('en')} leads`
  const headers = { authorization: `Bearer ${keys.administrator}` }
  const copied = limit ? await place.limitDeed(['copy', '100000']) : undefined
  const form = new FormData()
  form.set('object', 'leads')
  form.set('file', new Blob([...csv(rows)]), 'leads.csv')
  const call = async (method: string, at: string) =>
    (await fetch(`${url}/api/v1/imports/${at}`, { method, headers })).json() as Promise<{
      id: string
      state: string
      created: number
      error?: string
    }>
  const { id } = (await (await fetch(`${url}/api/v1/imports`, { method: 'POST', headers, body: form })).json()) as { id: string }
  let peak = 0
  const until = async (state: string) => {
    const begun = performance.now()
    for (;;) {
      peak = Math.max(peak, Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024)
      const found = await call('GET', id)
      if (found.state === state) return (performance.now() - begun) / 1000
      if (found.state === 'failed') throw new Error(found.error)
      await pause(100)
    }
  }
  await call('POST', `${id}/check`)
  const checked = await until('checked')
  await call('POST', `${id}/run`)
  const ran = await until('done')
  const perSecond = Math.round(rows / ran)
  const copy = copied?.rowsPerSecond
  return [
    { work: `${said}: check`, ours: Math.round(rows / checked), unit: 'rows/s', target: '' },
    {
      work: `${said}: run, twins checked`,
      ours: perSecond,
      unit: 'rows/s',
      ...(copy ? { limit: copy, share: Number((perSecond / copy).toFixed(2)) } : {}),
      target: '≥ 0.4',
    },
    { work: `${said}: peak memory of the server`, ours: Math.round(peak), unit: 'MB', target: '≤ 400' },
  ]
}

function* csv(rows: number): Generator<string> {
  yield '姓名,公司,手机,邮箱,城市,来源,备注'
  for (let i = 0; i < rows; i++)
    yield `\n${surnames[i % 20]}${given[(i * 7) % 20]}${given[(i * 13) % 20]},苏州恒信精密机械有限公司${i},1${3_900_000_000 + i},a${i}@x${i % 997}.cn,苏州,展会,看了 ${i} 号机`
}
