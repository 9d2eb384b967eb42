import { useEffect, useRef, useState } from 'react'

/** Is a file being carried over the window? Let go anywhere, it is handed on; the browser would else open it and leave the app. */
export function useFileDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false)
  const now = useRef(onFile)
  now.current = onFile
  useEffect(() => {
    // Moving from one element to another leaves the first after entering the second: counted, not believed.
    let depth = 0
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!carries(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const hover = (event: DragEvent) => {
      if (carries(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file) now.current(file)
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', hover)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', hover)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return over
}

/** Rows copied in a spreadsheet are a table too: what is pasted becomes a file of its own. */
export function tableFromPaste(data: DataTransfer | null, name: string): File | null {
  const file = data?.files[0]
  // A spreadsheet puts a picture of the cells beside their text.
  const text = data?.getData('text/plain') ?? ''
  const looksLikeRows = text.includes('\n') && (text.includes('\t') || text.includes(','))
  if (looksLikeRows) return new File([text], name, { type: 'text/plain' })
  return file && !file.type.startsWith('image/') ? file : null
}
