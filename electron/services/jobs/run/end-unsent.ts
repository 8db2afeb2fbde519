import { refusedUnsent } from '../../../domain/row-accounting'
import type { WireError } from '../../../domain/schema/wire-error'
import { StudioError, toWireError } from '../../../domain/studio-error'
import { hasLanded, refusedOf } from '../state/blob-outcomes'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/**
 * Ends a source that will not be sent any further: as failed, or as ingested in part if some of it landed before.
 *
 * @param error Why; if it is retryable, the rest can be sent later.
 */
function endUnsent(job: LiveJob, source: SourceRecord, error: WireError): void {
  const blobs = job.blobsOf(source)
  if (!blobs.some(hasLanded)) {
    const refused = refusedUnsent(source.expected, error.code)
    job.apply(source, { kind: 'failed', error }, { refused })
  } else {
    const refused = refusedOf(blobs, source.sourceId)
    job.apply(source, { kind: 'partiallySucceeded', at: job.clock.now(), error }, { refused })
  }
}

/** Ends a source that failed on its way to the queue; does nothing if it was posted or has ended already. */
export function failSource(job: LiveJob, source: SourceRecord, error: unknown): void {
  const { kind } = source.state
  if (kind === 'pending' || kind === 'preparing' || kind === 'uploading' || kind === 'posting') {
    endUnsent(job, source, toWireError(error))
  }
}

/** Cancels a source that is not all posted yet. Rows that landed before stay, and the user is told. */
export function cancelUnsent(job: LiveJob, source: SourceRecord): void {
  if (!job.blobsOf(source).some(hasLanded)) {
    job.apply(source, { kind: 'cancel' })
    return
  }
  const message = `The rest of “${source.name}” was canceled.`
  const nextStep = 'Retry sends what has not landed.'
  endUnsent(
    job,
    source,
    toWireError(new StudioError('Canceled', message, { subject: source.name, retryable: true, nextStep })),
  )
}
