import { totalmem } from 'node:os'
import type { Seat } from './address.ts'

/** What we ask of our own PostgreSQL. Given on the command line, so nothing needs editing. fsync stays on: what was answered is on disk. */
export function settings(seat: Seat): Record<string, string> {
  const socket = seat.host.startsWith('/')
  return {
    listen_addresses: socket ? '' : seat.host,
    unix_socket_directories: socket ? seat.host : '',
    port: String(seat.port),
    max_connections: '100',
    shared_buffers: `${sharedMegabytes()}MB`,
    effective_cache_size: `${sharedMegabytes() * 4}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    wal_compression: 'on',
    ...keptLog(4),
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // without refused statements: they carry people's data and are answered to who sent them
    log_min_messages: 'log',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
  }
}

/** How much of its log PostgreSQL holds for a backup that is being taken and for moments after the last one; 0 sets the first no limit. */
export const keptLog = (gigabytes: number): Record<string, string> => ({
  max_slot_wal_keep_size: gigabytes === 0 ? '-1' : `${gigabytes}GB`,
})

/** A sixteenth of the machine, 256 MB on 4 GB, within 64 MB and 1 GB. */
function sharedMegabytes(): number {
  const sixteenth = Math.round(totalmem() / 16 / 2 ** 20)
  return Math.min(1024, Math.max(64, sixteenth))
}
