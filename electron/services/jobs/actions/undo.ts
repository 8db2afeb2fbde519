import type { UndoPreview } from '../../../domain/schema/job'
import { StudioError } from '../../../domain/studio-error'
import type { KustoConnection } from '../../kusto/connection'
import { dropTaggedExtents, taggedExtents } from '../../kusto/extents'
import { tagPrefix } from '../start/job-tag'
import type { LiveJob } from '../state/live-job'

/**
 * Finds the extents that carry the job's tag, and no others.
 *
 * @throws StudioError `RequestInvalid` for a job without a tag.
 */
export async function undoPreview(
  job: LiveJob,
  connection: KustoConnection,
  signal?: AbortSignal,
): Promise<UndoPreview> {
  const found = await taggedExtents(connection, job.record, [tagOf(job)], tagPrefix, signal)
  const extents = found.map(({ extentId, rows, createdOn }) => ({ extentId, rows, createdOn }))
  return { extents, rows: extents.reduce((sum, { rows }) => sum + rows, 0) }
}

/**
 * Drops the extents that carry the job's tag. The disk knows first: if the process dies on the way, the job's rows are
 * unknown, and it can be undone again.
 *
 * @param commit Makes what was noted so far durable.
 * @throws StudioError `RequestInvalid` while parts of the job are still on their way, because they would land later.
 */
export async function undoJob(
  job: LiveJob,
  connection: KustoConnection,
  commit: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const tag = tagOf(job)
  if (job.record.undoneAt !== null) return
  if (job.status === 'running' || job.status === 'paused') {
    throw new StudioError(
      'RequestInvalid',
      'Parts of this ingestion are still on their way into the table.',
      {
        retryable: true,
        nextStep: 'Cancel what is not queued yet and wait for the rest to land, then undo.',
      },
    )
  }
  const { rows } = await undoPreview(job, connection, signal)
  const dropped = job.beginUndo(rows)
  await commit()
  await dropTaggedExtents(connection, job.record, tag, signal)
  const left = await taggedExtents(connection, job.record, [tag], tagPrefix, signal)
  job.setLanded(left.reduce((sum, extent) => sum + extent.rows, 0))
  if (left.length > 0) {
    throw new StudioError(
      'CommandFailed',
      `${left.length} extents of this ingestion are still in the table.`,
      {
        retryable: true,
        nextStep: 'Undo it again.',
      },
    )
  }
  job.endUndo(dropped)
}

function tagOf(job: LiveJob): string {
  const { tag } = job.record
  if (tag !== null) return tag
  throw new StudioError(
    'RequestInvalid',
    'This ingestion was not tagged, so its rows cannot be told apart from others.',
    {
      nextStep: 'Leave tagging on to be able to undo.',
    },
  )
}
