import type { ObjectShape, RecordJson } from '../../lib/wire.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { Warning } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { alarmsOf } from './alarm.ts'

/** Over everything else on a record's page: what is wrong with it, since when, how much. */
export function Alarms({ object, record }: { object: ObjectShape; record: RecordJson }) {
  useLanguage()
  const reader = useReader()
  return alarmsOf(object, record, reader).map(({ name, what, facts }) => (
    <div key={name} className="next late alarm" role="note" data-alarm={name}>
      <Warning />
      <p className="grow">
        <b>{what}</b>
        {facts.map((fact) => (
          <span key={fact}>
            {' · '}
            <span className="alarm-fact">{fact}</span>
          </span>
        ))}
      </p>
    </div>
  ))
}
