import type { ImportJson, ObjectShape } from '../../lib/wire.ts'
import { Combobox, type Option } from '../../ui/Combobox.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { manyIn } from '../named.ts'
import type { Choices, TwinChoice } from './calls.ts'
import { Pick, type Way } from './Pick.tsx'
import { words } from './words.ts'

type Props = { now: ImportJson; object: ObjectShape | undefined; onChange: (choices: Choices) => void }

/** New ones, changes of known ones, or both; how known ones are recognised; and what to do with those that only look known. */
export function How({ now, object, onChange }: Props) {
  const t = words.use()
  useLanguage()
  const name = object ? manyIn(object) : ''
  const modes: Way<ImportJson['mode']>[] = [
    { value: 'create', label: t('create'), text: t('createText', { object: name }) },
    { value: 'update', label: t('update'), text: t('updateText', { object: name }) },
    { value: 'upsert', label: t('upsert'), text: t('upsertText') },
  ]
  const keys = keyOptions(now)
  return (
    <section className="import-card" aria-labelledby="import-how">
      <h2 id="import-how">{t('how')}</h2>
      <Pick
        look="list"
        name={t('how')}
        value={now.mode}
        ways={modes}
        // A mode that looks for known ones begins with a way to recognise them.
        onChange={(mode) => onChange({ mode, ...(mode !== 'create' && now.key.length === 0 ? { key: likelyKey(keys, object) } : {}) })}
      />
      {now.mode !== 'create' && (
        <div className="import-part">
          <h3>{t('key')}</h3>
          <Combobox
            name={t('key')}
            many
            wrong={now.key.length === 0}
            options={keys}
            value={now.key.map((path) => keys.find((one) => one.value === path) ?? { value: path, label: path })}
            onChange={(next) => next.length > 0 && onChange({ key: next.map((one) => one.value) })}
          />
        </div>
      )}
      {now.mode !== 'update' && (
        <div className="import-part">
          <h3>{t('twins')}</h3>
          <Pick name={t('twins')} value={now.twins} ways={twinWays(t)} onChange={(twins) => onChange({ twins })} />
          <p className="second">{t('twinsText')}</p>
        </div>
      )}
    </section>
  )
}

export const twinWays = (t: ReturnType<typeof words.use>): Way<TwinChoice>[] => [
  { value: 'skip', label: t('skip') },
  { value: 'create', label: t('stillCreate') },
  { value: 'update', label: t('updateThat') },
]

/** Only what stands in the file can recognise anybody. */
function keyOptions(now: ImportJson): Option[] {
  const mapped = new Set(Object.values(now.mapping))
  return now.targets
    .filter(({ path }) => mapped.has(path) && !path.includes('.'))
    .map(({ path, label }) => ({ value: path, label: say(label) }))
}

/** A number, a mobile or an e-mail says who it is better than a name. */
function likelyKey(options: Option[], object: ObjectShape | undefined): string[] {
  const has = (name: string | undefined) => options.some((one) => one.value === name)
  const fields = object?.fields.filter((field) => has(field.name)) ?? []
  const best = fields.find((field) => field.options.unique === true) ?? fields.find((field) => field.twin === true)
  const name = best?.name ?? object?.title.find(has) ?? options[0]?.value
  return name === undefined ? [] : [name]
}
