import { localIn } from '../../lib/zone.ts'
import { inBoth, useLanguage } from '../../ui/i18n.ts'
import { useReader } from '../../ui/reader.tsx'
import { useSchema } from '../api/queries.ts'

const words = inBoth('firm', {
  zh: {
    title: '企业信息',
    name: '名称',
    zone: '时区',
    now: '现在 {time}',
    currency: '币种',
    text: '“今天”“逾期”“本月”都按这个时区算；金额没写币种时用这个币种。',
  },
  en: {
    title: 'Workspace',
    name: 'Name',
    zone: 'Time zone',
    now: 'now {time}',
    currency: 'Currency',
    text: '“Today”, “overdue” and “this month” follow this time zone; amounts without a currency are in this one.',
  },
})

export function FirmPart() {
  const t = words.use()
  const language = useLanguage()
  const reader = useReader()
  const { name, timeZone, currency } = useSchema().workspace
  const currencyName = new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en'], { type: 'currency' }).of(currency)
  return (
    <section className="settings-part">
      <h2>{t('title')}</h2>
      <dl className="settings-facts">
        <dt>{t('name')}</dt>
        <dd>{name}</dd>
        <dt>{t('zone')}</dt>
        <dd>
          {timeZone} <span className="second">{t('now', { time: localIn(timeZone, reader.now).slice(11, 16) })}</span>
        </dd>
        <dt>{t('currency')}</dt>
        <dd>
          {currency} <span className="second">{currencyName}</span>
        </dd>
      </dl>
      <p className="second">{t('text')}</p>
    </section>
  )
}
