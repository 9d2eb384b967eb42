import { useRef, useState } from 'react'
import { sayBytes } from '../../lib/amount.ts'
import { Button } from '../../ui/Button.tsx'
import { Attach, Close } from '../../ui/icons.ts'
import { words } from '../../ui/words.ts'
import type { EditProps, Face } from '../face.ts'
import { useHost, type Uploaded } from '../host.ts'

const filesIn = (value: unknown): Uploaded[] => (Array.isArray(value) ? (value as Uploaded[]) : [])

function FileLinks({ value }: { value: unknown }) {
  const host = useHost()
  return filesIn(value).map((file) => (
    <a key={file.id} className="file" href={host.fileHref(file.id)} download={file.name}>
      <Attach /> {file.name ?? file.id}
      {file.size !== undefined && <span className="second"> {sayBytes(file.size)}</span>}
    </a>
  ))
}

/** Chosen or photographed files go up at once; what is kept are their ids. */
export function FileEdit({ id, value, onChange }: Pick<EditProps, 'id' | 'value' | 'onChange'>) {
  const t = words.use()
  const host = useHost()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const files = filesIn(value)
  const add = async (chosen: File[]) => {
    if (chosen.length === 0) return
    setBusy(true)
    setWrong(null)
    try {
      onChange([...files, ...(await host.upload(chosen))])
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="files">
      {files.map((file) => (
        <span key={file.id} className="file">
          <Attach /> {file.name ?? file.id}
          <button
            type="button"
            aria-label={t('remove', { text: file.name ?? '' })}
            onClick={() => onChange(files.filter((one) => one.id !== file.id))}
          >
            <Close />
          </button>
        </span>
      ))}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])]
          event.target.value = ''
          void add(chosen)
        }}
      />
      <Button id={id} small look="quiet" icon={<Attach />} busy={busy} onClick={() => input.current?.click()}>
        {t('attach')}
      </Button>
      {wrong !== null && (
        <p className="late" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}

export const fileFace: Face = {
  show: (value) =>
    filesIn(value)
      .map((file) => file.name ?? '')
      .join('、'),
  Cell: FileLinks,
  Edit: FileEdit,
  width: 140,
  wide: true,
  alone: true,
}
