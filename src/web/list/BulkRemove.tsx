import { useState } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { offerUndo } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'
import { useRows, type Rows } from '../api/rows.ts'
import { manyIn } from '../named.ts'
import { chosenIds, inParts, mostAtOnce } from './bulk.ts'
import { Progress } from './BulkEdit.tsx'
import type { Choice } from './choice.ts'
import { words } from './words.ts'

export function BulkRemove({ object, rows, choice, onClose }: { object: ObjectShape; rows: Rows; choice: Choice; onClose: () => void }) {
  const t = words.use()
  const { count } = useRows(rows)
  const [wrong, setWrong] = useState<string | null>(null)
  const [done, setDone] = useState<{ done: number; total: number } | null>(null)
  const size = choice.all ? (count?.value ?? 0) : choice.ids.size
  const go = async () => {
    if (done) return
    setWrong(null)
    setDone({ done: 0, total: size })
    try {
      const ids = await chosenIds(rows, choice)
      if (ids.length > mostAtOnce) throw new Error(t('tooMany', { max: mostAtOnce.toLocaleString('en-US') }))
      let last = ''
      await inParts(
        object,
        ids,
        (remove) => ({ remove }),
        (finished, changeset) => {
          last = changeset
          setDone({ done: finished, total: ids.length })
        },
      )
      choice.clear()
      onClose()
      offerUndo(t('removedMany', { count: ids.length }), ids.length <= 1000 ? last : undefined)
    } catch (error) {
      setDone(null)
      setWrong(
        error instanceof Problem ? (error.errors[0]?.message ?? error.message) : error instanceof Error ? error.message : String(error),
      )
    }
  }
  return (
    <Dialog
      title={t('removeSure', { count: size, object: manyIn(object) })}
      width={440}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose} autoFocus>
            {t('cancel')}
          </Button>
          <Button look="danger" busy={done !== null} onClick={() => void go()}>
            {t('remove')}
          </Button>
        </>
      }
    >
      <p className="second">{t('removeText')}</p>
      {done && <Progress {...done} />}
      {wrong !== null && (
        <p className="late" role="alert">
          {wrong}
        </p>
      )}
    </Dialog>
  )
}
