import { useQuery } from '@tanstack/react-query'
import type { ObjectShape, RecordJson } from '../../../lib/wire.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { Star, Starred } from '../../../ui/icons.ts'
import { complain } from '../../../web/api/deeds.ts'
import { titleOf } from '../../../web/record/titles.ts'
import { favouritesQuery, star } from './kept.ts'
import { words } from './words.ts'

/** Beside the title of a record: keep it at hand. */
export function RecordStar({ object, record }: { object: ObjectShape; record: RecordJson }) {
  const t = words.use()
  useLanguage()
  const { data } = useQuery(favouritesQuery)
  const address = `/o/${object.path}/${record.id}`
  const known = data?.find((each) => each.address === address)
  return (
    <IconButton
      small
      name={t(known ? 'unstar' : 'star')}
      aria-pressed={known !== undefined}
      icon={known ? <Starred className="starred" /> : <Star />}
      onClick={() => void star(known, titleOf(object, record), address).catch(complain)}
    />
  )
}
