import { Bones } from '../../../ui/Empty.tsx'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import { RecordTable } from '../../../web/settings/RecordTable.tsx'
import { words } from './words.ts'

/** What other currencies are worth, from which day on. */
export function Rates() {
  const t = words.use()
  const schema = useSchema()
  const object = objectNamed(schema, 'rate')
  return (
    <section className="settings-part">
      <h2>{t('rates')}</h2>
      <p className="second">{t('ratesText', { currency: schema.workspace.currency })}</p>
      {object ? <RecordTable object={object} sort="-since" none={t('noRates')} /> : <Bones lines={3} />}
    </section>
  )
}
