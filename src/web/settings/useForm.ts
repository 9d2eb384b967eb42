import { useState, type FormEvent } from 'react'
import { complain } from '../api/deeds.ts'
import { Problem } from '../api/http.ts'

/** Sends a small form; what is wrong with a field is said at the field, anything else in a toast. */
export function useForm(send: () => Promise<void>): {
  busy: boolean
  wrong: Record<string, string | undefined>
  submit: (event: FormEvent) => void
} {
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<Record<string, string | undefined>>({})
  const run = async () => {
    setBusy(true)
    try {
      await send()
      setWrong({})
    } catch (error) {
      if (error instanceof Problem && error.errors.length > 0) setWrong(error.byField())
      else complain(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    wrong,
    submit: (event) => {
      event.preventDefault()
      if (!busy) void run()
    },
  }
}
