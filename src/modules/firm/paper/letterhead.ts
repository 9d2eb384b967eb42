/** Whose paper it is: the firm's head, its bank, and the one who writes. */
import type { Reading } from '../../../engine/house.ts'
import { list } from '../../../engine/list.ts'
import type { Fact, Sheet } from '../../../lib/sheet.ts'
import type { RecordJson } from '../../../lib/wire.ts'
import type { Say } from './say.ts'

/** The workspace's one letterhead; undefined before somebody has filled it in. */
export async function firmOf(reading: Reading): Promise<RecordJson | undefined> {
  if (!reading.catalog.objects.has('firm')) return undefined
  return (await list(reading, 'firm', { limit: 1, sort: 'createdAt' })).records[0]
}

export function letterhead(reading: Reading, firm: RecordJson | undefined, say: Say): Sheet['firm'] {
  const of = texts(firm)
  const picture = (firm?.logo as { id: string }[] | null | undefined)?.[0]
  const lines = [
    said(say, of('address'), of('addressEn')),
    [of('phone') && `${say('电话', 'Tel')} ${of('phone')}`, of('email'), of('website')].filter(Boolean).join('   '),
    of('taxNumber') && `${say('税号', 'Tax no.')} ${of('taxNumber')}`,
  ]
  return {
    name: said(say, of('name') || reading.principal.workspace.name, of('nameEn')),
    lines: lines.filter(Boolean),
    logo: picture?.id ?? null,
  }
}

/** Where to pay to: at home the bank and the account, abroad what was written for it. */
export function bankOf(firm: RecordJson | undefined, say: Say): Fact[] {
  const of = texts(firm)
  const value = said(say, [of('bank'), of('bankAccount')].filter(Boolean).join('\n'), of('bankEn'))
  return value ? [{ label: say('收款账户', 'Bank account'), value }] : []
}

/** What has no English is said in Chinese, and the other way round. */
const said = (say: Say, zh: string, en: string) => (zh && en && zh !== en ? say(zh, en, '\n') : zh || en)

/** A record's texts by name; what is empty, or may not be read, is ''. */
export const texts =
  (record: RecordJson | undefined) =>
  (name: string): string =>
    typeof record?.[name] === 'string' ? record[name] : ''
