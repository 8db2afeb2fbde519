import { mapConcurrently } from '../../../domain/concurrency/map-concurrently'
import { isUnwatched } from '../../../domain/source-state'
import { StudioError } from '../../../domain/studio-error'
import type { ClusterAccess } from '../../kusto/cluster-access'
import type { BlobRecord, SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { stopWatching } from './watching'

/** Operations to cancel at the same time. */
const cancelsAtOnce = 8

/** What taking back needs. */
interface TakeBackParts {
  readonly accessTo: (clusterUri: string) => Promise<Pick<ClusterAccess, 'restIngest'>>
  readonly trackers: { checkNow(job: LiveJob): Promise<void> }
  readonly journal: { commit(): Promise<void> }
  readonly host: { log(scope: string, message: string, error?: unknown): void }
  readonly closing: AbortSignal
}

/**
 * Takes back sources that the service has already. Operations of REST are canceled, and their blobs are followed until
 * the service says whether the cancel came in time. A message cannot be taken back, nor can a blob that other sources
 * share: those sources are no longer watched, and may still land.
 *
 * @returns Why the service took no request to cancel; undefined if it took all.
 */
export async function takeBack(
  parts: TakeBackParts,
  job: LiveJob,
  sources: readonly SourceRecord[],
): Promise<StudioError | undefined> {
  const chosen = new Set(sources.map(({ sourceId }) => sourceId))
  const isFree = (blob: BlobRecord): boolean =>
    blob.operationId !== null &&
    job.sourcesOf(blob).every(({ sourceId, state }) => chosen.has(sourceId) || isUnwatched(state))
  const isOpen = ({ state }: BlobRecord): boolean => state === 'queued' || state === 'unknown'
  const open = new Map(
    sources.filter(isOut).map((source) => [source, job.blobsOf(source).filter(isOpen)] as const),
  )
  const cancelable = [...open].filter(([, blobs]) => blobs.length > 0 && blobs.every(isFree))
  const cancelableSources = new Set(cancelable.map(([source]) => source))
  stopWatching(
    job,
    sources.filter((source) => !cancelableSources.has(source)),
  )
  const asked = [...new Set(cancelable.flatMap(([, blobs]) => blobs))]
  if (asked.length === 0) return undefined
  const refusal = await cancelOperations(parts, job, asked)
  const refused = new Set(asked.filter(({ isCancelAsked }) => !isCancelAsked))
  stopWatching(
    job,
    cancelable.filter(([, blobs]) => blobs.some((blob) => refused.has(blob))).map(([source]) => source),
  )
  // How it went is the service's to say.
  await parts.trackers.checkNow(job).catch(() => undefined)
  return refusal
}

/** Takes back in the background. What does not work is in the log, and the sources are then no longer watched. */
export function takeBackLater(parts: TakeBackParts, job: LiveJob, sources: readonly SourceRecord[]): void {
  const note = (error: unknown): void => parts.host.log('jobs', 'Sources were not taken back', error)
  void takeBack(parts, job, sources).then((refusal) => refusal !== undefined && note(refusal), note)
}

/** Asks the service to cancel the operations of blobs; those that it did not take are no longer marked as asked for. */
async function cancelOperations(
  { accessTo, closing, journal, host }: TakeBackParts,
  job: LiveJob,
  blobs: readonly BlobRecord[],
): Promise<StudioError | undefined> {
  for (const blob of blobs) job.setBlob(blob, blob.state, { isCancelAsked: true })
  await journal.commit()
  let refusal: StudioError | undefined
  await mapConcurrently(blobs, cancelsAtOnce, async (blob) => {
    const { operationId } = blob
    try {
      if (operationId === null) return
      if (refusal !== undefined) throw refusal
      const { restIngest } = await accessTo(job.record.clusterUri)
      await restIngest.cancel(operationId, closing)
    } catch (error) {
      // The next process asks again.
      if (closing.aborted) return
      if (error !== refusal) host.log('jobs', 'An operation was not canceled', error)
      // One that the service has forgotten is no sign for the others.
      if (!isForgotten(error)) refusal ??= notCanceled(error)
      job.setBlob(blob, blob.state, { isCancelAsked: false })
    }
  })
  return refusal
}

function isOut({ state }: SourceRecord): boolean {
  return state.kind === 'queued' || (state.kind === 'unknown' && !isUnwatched(state))
}

function isForgotten(error: unknown): boolean {
  return error instanceof StudioError && /NotFound/.test(error.serviceCode ?? '')
}

function notCanceled(cause: unknown): StudioError {
  const why = cause instanceof StudioError ? ` ${cause.message}` : ''
  return new StudioError('CommandFailed', `The cluster did not cancel what it has queued.${why}`, {
    retryable: true,
    nextStep: '“Watch again”, then cancel once more. If it lands meanwhile, undo the ingestion.',
    cause,
  })
}
