import type { ManagementCommand } from '../management-command'
import type { CommandReader } from './command-reader'
import { ended, readPiped } from './command-scope'

/**
 * After `.show queued`: `ingestion operations "id"` or `ingestion operations ("id", …)`, optionally with `details`.
 */
export function readShowQueuedOperations(reader: CommandReader): ManagementCommand {
  reader.expect('ingestion operations')
  const id = (): string => reader.guid('an ingestion operation id')
  const ids = reader.sees('(') ? reader.list(id) : [id()]
  const details = reader.accept('details')
  return { kind: 'showQueuedOperations', ids, details, ...readPiped(reader) }
}

/** After `.cancel`: `queued ingestion operation "id"`. */
export function readCancelQueuedOperation(reader: CommandReader): ManagementCommand {
  reader.expect('queued ingestion operation')
  const id = reader.guid('an ingestion operation id')
  return ended(reader, { kind: 'cancelQueuedOperation', id })
}
