import { Link } from '@tanstack/react-router'
import type { UndoAnswer } from '../../lib/wire.ts'
import { sayFully } from '../../lib/when.ts'
import { say } from '../../ui/i18n.ts'
import { Undo } from '../../ui/icons.ts'
import { useReader } from '../../ui/reader.tsx'
import { objectNamed, useSchema } from '../api/queries.ts'
import { words } from './words-check.ts'

/** What was taken back, and each thing that was not: which, whose change stands on it, when, and why. */
export function TookBack({ answer: { reverted, refused } }: { answer: UndoAnswer }) {
  const t = words.use()
  const schema = useSchema()
  const reader = useReader()
  return (
    <section className="import-card import-took" role="status">
      <h2 className="row">
        <Undo />
        {reverted > 0 ? t('reverted', { count: reverted }) : t('revertedNone')}
        {refused.length > 0 && <span className="soon">{t('refused', { count: refused.length })}</span>}
      </h2>
      {refused.length > 0 && (
        <>
          <p className="second">{t('refusedText')}</p>
          <div className="import-scroll" tabIndex={0} role="region" aria-label={t('refusedText')}>
            <table className="import-refused">
              <thead>
                <tr>
                  <th scope="col">{t('which')}</th>
                  <th scope="col">{t('whichField')}</th>
                  <th scope="col">{t('who')}</th>
                  <th scope="col">{t('why')}</th>
                </tr>
              </thead>
              <tbody>
                {refused.slice(0, 500).map((one) => {
                  const object = objectNamed(schema, one.object)
                  const field = object?.fields.find(({ name }) => name === one.field)
                  return (
                    <tr key={`${one.id} ${one.field ?? ''}`}>
                      <th scope="row">
                        {object ? (
                          <Link to="/o/$object/$id" params={{ object: object.path, id: one.id }}>
                            {one.title}
                          </Link>
                        ) : (
                          one.title
                        )}
                      </th>
                      <td>{field ? say(field.label) : t('wholeRecord')}</td>
                      <td>
                        {one.by?.title ?? t('someone')} <span className="second">{sayFully(one.at, reader)}</span>
                      </td>
                      <td>{one.message}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  )
}
