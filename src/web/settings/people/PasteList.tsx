import { useId, useMemo, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Place, TextArea } from '../../../ui/Input.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import type { Adding } from './AddPeople.tsx'
import { readPeople, type Known, type Problem, type ReadPerson } from './readPeople.ts'
import { words } from './words.ts'

/** The server takes at most so many in one call. */
const most = 200

/** Lines from a spreadsheet, read while they are typed; what is wrong stands at its line, nothing is added before all is right. */
export function PasteList({ known, onAdd, onClose }: { known: Known; onAdd: Adding; onClose: () => void }) {
  const t = words.use()
  const id = useId()
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<Record<number, string>>({})
  const [busy, setBusy] = useState(false)
  const people = useMemo(() => readPeople(text, known), [text, known])
  const wrong = people.filter((one) => one.problems.length > 0)
  const already = people.filter((one) => one.already && one.problems.length === 0)
  const good = people.filter((one) => one.problems.length === 0 && !one.already)
  const because =
    wrong.length > 0 ? t('wrong', { count: wrong.length }) : good.length === 0 ? t('nobody') : good.length > most ? t('tooMany') : undefined
  const add = async () => {
    if (because !== undefined || busy) return
    setBusy(true)
    const problems = await onAdd(good)
    setBusy(false)
    const byLine = Object.entries(problems).map(([field, message]) => [good[Number(field.split('.')[0])]?.line ?? 0, message])
    setRefused(Object.fromEntries(byLine) as Record<number, string>)
  }
  return (
    <Dialog
      title={t('pasteTitle')}
      width={820}
      onClose={onClose}
      onAgree={() => void add()}
      foot={
        <>
          <span className="grow row paste-counts">
            {people.length > 0 && <span>{t('preview', { count: good.length })}</span>}
            {already.length > 0 && <span className="second">{t('known', { count: already.length })}</span>}
            {wrong.length > 0 && <span className="late">{t('wrong', { count: wrong.length })}</span>}
            {good.length > most && <span className="late">{t('tooMany')}</span>}
          </span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} because={because} keys="Ctrl ↵" onClick={() => void add()}>
            {t('addThem', { count: good.length })}
          </Button>
        </>
      }
    >
      <p className="second paste-text">{t('pasteText')}</p>
      <Place id={id} label={t('lines')}>
        <TextArea
          id={id}
          rows={5}
          autoFocus
          spellCheck={false}
          value={text}
          placeholder={t('pasteExample')}
          onChange={(next) => {
            setText(next)
            setRefused({})
          }}
        />
      </Place>
      {people.length > 0 && <Preview people={people} known={known} refused={refused} />}
    </Dialog>
  )
}

function Preview({ people, known, refused }: { people: ReadPerson[]; known: Known; refused: Record<number, string> }) {
  const t = words.use()
  const role = (id: string) => known.roles.find((one) => one.id === id)?.names[1] ?? id
  return (
    <div className="paste-preview">
      <table>
        <thead>
          <tr>
            <th>#</th>
            <th>{t('name')}</th>
            <th>{t('email')}</th>
            <th>{t('mobile')}</th>
            <th>{t('department')}</th>
            <th>{t('roles')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((one) => {
            const said = refused[one.line] ? [refused[one.line]] : one.problems.map((problem) => sayProblem(problem))
            return (
              <tr key={one.line} className={said.length > 0 ? 'wrong' : one.already ? 'off' : ''}>
                <td className="second">{one.line}</td>
                <td>{one.name}</td>
                <td>{one.email}</td>
                <td>{one.mobile}</td>
                <td>{one.departmentName}</td>
                <td>
                  {one.roles.map(role).join('、')}
                  {one.already && <Tag>{t('already')}</Tag>}
                  {said.length > 0 && (
                    <span className="paste-wrong" role="alert">
                      {said.join('；')}
                    </span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const sayProblem = ({ code, text, line }: Problem) => words.t(code, { text: text ?? '', line: line ?? '' })
