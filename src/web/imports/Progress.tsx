import { useEffect, useRef, useState } from 'react'
import type { ImportJson } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { Busy, Stop } from '../../ui/icons.ts'
import { stop } from './calls.ts'
import { words } from './words-check.ts'

type Far = Pick<ImportJson, 'done' | 'total'>
export const percentOf = ({ done, total }: Far): number => (total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total)))

export const Bar = ({ done, total, name }: Far & { name: string }) => (
  <span className="import-bar" role="progressbar" aria-label={name} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
    <i style={{ width: `${percentOf({ done, total })}%` }} />
  </span>
)

/** Work under way at the server: rows done, how quick, how long still; that one may leave, and that one may stop it. */
export function Progress({ now }: { now: ImportJson }) {
  const t = words.use()
  const rate = useRate(now.done)
  const [stopping, setStopping] = useState(false)
  const running = now.state === 'running'
  const seconds = rate > 0 ? (now.total - now.done) / rate : null
  const time =
    seconds === null || now.done === 0 ? null
    : seconds < 2 ? t('soon')
    : t('left', { time: seconds < 90 ? t('secondsLeft', { count: Math.ceil(seconds) }) : t('minutesLeft', { count: Math.round(seconds / 60) }) }) // prettier-ignore
  return (
    <section className="import-progress" aria-live="polite">
      <h2 className="row">
        <Busy spin />
        {running ? t('running') : t('checking')}
        <span className="grow" />
        <b>{percentOf(now)}%</b>
      </h2>
      <Bar done={now.done} total={now.total} name={running ? t('running') : t('checking')} />
      <p className="row second import-progress-facts">
        <span>{t('done', { done: now.done.toLocaleString(), total: now.total.toLocaleString() })}</span>
        {rate > 0 && now.done > 0 && <span>{t('rate', { rate: Math.max(1, Math.round(rate)).toLocaleString() })}</span>}
        <span>{now.done === 0 ? t('waiting') : time}</span>
      </p>
      <div className="row import-progress-end">
        <p className="second grow">{running ? t('mayLeave') : t('mayLeaveCheck')}</p>
        <Button
          icon={<Stop />}
          busy={stopping}
          onClick={() => {
            setStopping(true)
            void stop(now.id).finally(() => setStopping(false))
          }}
        >
          {stopping ? t('stopping') : running ? t('stop') : t('stopCheck')}
        </Button>
      </div>
      {running && <p className="second">{t('stopText')}</p>}
    </section>
  )
}

/** Rows a second over the last few answers; the browser's clock alone, because the server's may differ. */
function useRate(done: number): number {
  const seen = useRef<{ at: number; done: number }[]>([])
  const [rate, setRate] = useState(0)
  useEffect(() => {
    const list = [...seen.current.filter((one) => one.done <= done), { at: performance.now(), done }].slice(-10)
    seen.current = list
    const [first, last] = [list[0], list.at(-1)]
    if (first && last && last.at - first.at > 400) setRate((1000 * (last.done - first.done)) / (last.at - first.at))
  }, [done])
  return rate
}
