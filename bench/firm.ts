/** A firm of 300 people and as many accounts as asked, through COPY: the same kinds of rows as the yardstick's. */
import { uuidv7 } from 'uuidv7'
import type { Principal } from '../src/engine/principal.ts'
import { id, join, raw, sql, table } from '../src/engine/store/sql.ts'
import { indexesOf } from '../src/engine/store/plan.ts'
import { deriveColumns, deriveSearch } from '../src/engine/write/rows.ts'
import type { Row } from '../src/engine/store/reader.ts'
import type { OpenHouse } from '../src/house.ts'

const cities = ['苏州', '无锡', '宁波', '杭州', '东莞', '合肥', '武汉', '青岛']
const first = ['华', '瑞', '恒', '盛', '德', '信', '鼎', '宏', '泰', '联']
const second = ['兴', '达', '通', '源', '创', '力', '科', '捷']
const trades = ['精密机械', '自动化', '电子科技', '新材料', '环保工程', '医疗器械', '物流', '食品']

export const firmName = (i: number) =>
  `${cities[i % 8]}${first[Math.floor(i / 8) % 10]}${second[Math.floor(i / 80) % 8]}${trades[Math.floor(i / 640) % 8]}有限公司${i}`

/** `oldest`: industry and region that only the 50 oldest have. */
export const rare = { industry: 'rare', region: '最早' }

export async function loadAccounts(house: OpenHouse, who: Principal, owners: string[], count: number): Promise<void> {
  await load(house, who, 'account', count, (i) => {
    const old = i >= count - 50
    return {
      f_name: firmName(i),
      f_kind: 'company',
      f_industry: old ? rare.industry : `industry ${i % 40}`,
      f_region: old ? rare.region : `region ${i % 31}`,
      f_level: ['key', 'normal', 'small'][i % 3]!,
      f_phone: `1${3_000_000_000 + i}`,
      f_owner: owners[i % owners.length]!,
    }
  })
}

/** Leads as a list shows them: every column of the first screen is filled. */
export async function loadLeads(house: OpenHouse, who: Principal, owners: string[], count: number): Promise<void> {
  const day = 86_400_000
  await load(house, who, 'lead', count, (i) => ({
    f_name: `${'王李张刘陈杨赵黄周吴'[i % 10]}${'伟芳敏静丽强磊军洋勇'[Math.floor(i / 10) % 10]}${i}`,
    f_company: firmName(i),
    f_status: i % 3 ? 'working' : 'new',
    f_rating: ['A', 'B', 'C'][i % 3]!,
    f_mobile: `1${3_000_000_000 + i}`,
    f_region: cities[i % 8]!,
    f_source: ['fair', 'website', 'referral', 'phone'][i % 4]!,
    f_owner: owners[i % owners.length]!,
    f_next_step: i % 4 ? '寄样品' : null,
    f_next_step_at: i % 4 ? new Date(Date.now() + ((i % 40) - 20) * day).toISOString().slice(0, 10) : null,
    f_last_contact_at: new Date(Date.now() - (i % 90) * day).toISOString(),
  }))
}

export async function load(house: OpenHouse, who: Principal, name: string, count: number, of: (i: number) => Row): Promise<void> {
  const catalog = await house.catalogOf(who.workspace)
  const object = catalog.objects.get(name)!
  const at = table(who.workspace.schema, object.table)
  const indexes = indexesOf(object)
  await house.database.owner(async (run) => {
    for (const index of indexes) await run(sql`drop index if exists ${id(who.workspace.schema)}.${id(index.name)}`)
  })
  const start = Date.now()
  const lines = async function* () {
    let part: string[] = []
    for (let i = 0; i < count; i++) {
      const made = new Date(start - i * 1000).toISOString()
      const row: Row = Object.fromEntries(object.columns.map((column) => [column.name, null]))
      Object.assign(row, {
        id: uuidv7(),
        version: '1',
        created_at: made,
        updated_at: made,
        created_by: who.user,
        updated_by: who.user,
        ...of(i),
      })
      deriveColumns(object, row, undefined)
      deriveSearch(object, row, undefined)
      part.push(object.columns.map((column) => cell(row[column.name])).join('\t'))
      if (part.length === 1000) {
        yield part.join('\n') + '\n'
        part = []
      }
    }
    if (part.length) yield part.join('\n') + '\n'
  }
  const columns = join(
    object.columns.map((column) => id(column.name)),
    ', ',
  )
  await house.database.copyIn(who.workspace.role, sql`copy ${at} (${columns}) from stdin`.sql, lines())
  await house.database.owner(
    async (run) => {
      for (const index of indexes)
        await run(sql`create ${raw(index.unique ? 'unique ' : '')}index ${id(index.name)} on ${at} ${index.body}`)
      await run(sql`analyze ${at}`)
    },
    { timeoutMs: 1_200_000 },
  )
}

const cell = (value: unknown) =>
  value === null || value === undefined
    ? '\\N'
    : String(value).replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c]!)
