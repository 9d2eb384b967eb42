import { Offline } from '../../ui/icons.ts'
import { useConnected } from '../api/connection.ts'
import { words } from '../words.ts'

export function OfflineBar() {
  const t = words.use()
  const connected = useConnected()
  return (
    <div role="status">
      {!connected && (
        <div className="offline">
          <Offline />
          {t('offline')}
        </div>
      )}
    </div>
  )
}
