import { JoinedRuns } from '../../../domain/concurrency/joined-runs'
import type { Limiter } from '../../../domain/concurrency/limiter'
import { StudioError, toWireError } from '../../../domain/studio-error'
import { blobUriIn, type BlobTarget } from '../../kusto/blob-upload'
import type { OnTrouble } from '../../kusto/attempts'
import type { IngestionResources, StorageResource } from '../../kusto/ingestion-resources'
import { PostUnansweredError, type BlobToIngest } from '../../kusto/queued-ingest'
import type { ClusterAccess } from '../../kusto/cluster-access'
import { isBlobSettled, type BlobRecord, type SourceRecord } from '../state/job-record'
import { isPassing } from '../run/job-holds'
import type { LiveJob } from '../state/live-job'
import type { BlobUris } from '../start/blob-uris'
import { onceTag } from '../state/once-tag'

/**
 * A job with at most this many sources announces each in the status table. The service's documents warn against more;
 * the rows of a larger job are counted by its tag, and the service is asked to report only failures.
 */
const maximumAnnounced = 256

export interface SourcePost {
  readonly job: LiveJob
  readonly access: ClusterAccess
  /** Bounds how many messages are posted at once, over all jobs. */
  readonly posting: Limiter
  readonly blobUris: BlobUris
  readonly commit: () => Promise<void>
  /** Told what holds the job up while it is retried. */
  readonly onTrouble: OnTrouble
  /** Fires only when the studio closes: a post cannot be taken back. */
  readonly signal: AbortSignal
}

/**
 * Whether the service is asked to report how a blob ended, and not only that it failed: also where the rows of the job
 * do not say so, because nobody knows how many there must be, or the service may skip some.
 */
export function isAnnounced({ record, sources, isCountable }: LiveJob, { parts }: BlobRecord): boolean {
  const isSmall = sources.length <= maximumAnnounced || parts.length > 1
  return isSmall || record.tag === null || record.ingestIfNotExists !== null || !isCountable
}

/**
 * Posts the blobs of a source that are not posted yet. The source, and every source in the same blobs, is then queued;
 * unknown if a post got no answer; failed if no message could be sent.
 *
 * @throws StudioError trouble that may pass, such as a cluster that is away, before all messages were sent. If none was
 *   sent, the sources are pending again; otherwise call it again for the rest.
 */
export async function postSource(post: SourcePost, source: SourceRecord): Promise<void> {
  const { job } = post
  if (source.state.kind !== 'posting') job.apply(source, { kind: 'post' })
  const blobs = job.blobsOf(source)
  const open = blobs.filter((blob) => blob.state === 'uploaded' || blob.state === 'posting')
  let trouble: StudioError | undefined
  await Promise.all(
    open.map(async (blob) => {
      // If it was posted before, the service may have it, even if this post fails.
      const mayBeOut = blob.posts > 0
      try {
        await postBlob(post, blob)
      } catch (error) {
        if (post.signal.aborted) throw error
        if (mayBeOut) job.setBlob(blob, 'unknown', { queuedAt: blob.queuedAt ?? job.clock.now() })
        else if (isPassing(error)) {
          job.setBlob(blob, 'uploaded', { posts: 0 })
          trouble = error
        } else job.setBlob(blob, 'failed', { error: toWireError(error) })
      }
    }),
  )
  const others = sharers(job, source, open)
  if (trouble === undefined) for (const other of others) moveOn(job, other)
  else {
    const isAnyOut = blobs.some(({ state }) => state !== 'uploaded')
    if (!isAnyOut) beginAgain(job, others, open)
    throw trouble
  }
}

/** No message was sent: the sources are pending again, and sources that shared a blob are packed anew. */
function beginAgain(job: LiveJob, sources: Iterable<SourceRecord>, blobs: readonly BlobRecord[]): void {
  for (const blob of blobs) if (blob.parts.length > 1) job.setBlob(blob, 'discarded')
  for (const source of sources) job.apply(source, { kind: 'notPosted' })
}

/** The source, and those that share its blobs. */
function sharers(job: LiveJob, source: SourceRecord, blobs: readonly BlobRecord[]): Set<SourceRecord> {
  const shared = blobs.flatMap((blob) => job.sourcesOf(blob))
  return new Set([source, ...shared.filter(({ state }) => state.kind === 'posting')])
}

function moveOn(job: LiveJob, source: SourceRecord): void {
  const blobs = job.blobsOf(source)
  const isOut = (blob: BlobRecord): boolean => blob.state !== 'failed' && blob.state !== 'uploaded'
  const failed = blobs.find((blob) => blob.state === 'failed')
  if (!blobs.some(isOut) && failed?.error !== null && failed?.error !== undefined) {
    // It was never sent, so the service refused none of its records.
    job.apply(source, { kind: 'failed', error: failed.error }, { refused: 0 })
  } else if (blobs.some((blob) => blob.state === 'unknown')) {
    job.apply(source, { kind: 'lostTrack', reason: 'postUnanswered' })
  } else {
    job.apply(source, { kind: 'queued', at: job.clock.now() })
  }
}

/** The posts that are under way, by blob. */
const posts = new JoinedRuns<BlobRecord, void>()

/**
 * Posts one blob, once the disk says that it is being posted. If a post of it is under way, this waits for that one:
 * after a restart, both the source and the tracker may post it.
 *
 * @throws StudioError if the message certainly did not arrive.
 */
export async function postBlob(post: SourcePost, blob: BlobRecord): Promise<void> {
  await posts.run(blob, () => post.posting.run(() => postNow(post, blob)))
}

async function postNow(post: SourcePost, blob: BlobRecord): Promise<void> {
  const { job, access } = post
  const { record } = job
  const [source] = job.sourcesOf(blob)
  if (source === undefined) throw new Error('A blob belongs to a source of its job')
  try {
    const uri = await blobUri(post, blob, source)
    const deduplicated = await access.deduplicates()
    // While this waited, the service may have reported how an earlier post ended.
    if (isBlobSettled(blob)) return
    job.setBlob(blob, 'posting', { posts: blob.posts + 1, operationId: null, operationStatus: null })
    await post.commit()
    const operationId = await send(
      post,
      {
        sourceId: blob.blobId,
        uri,
        rawDataSizeBytes: blob.rawDataSizeBytes,
        database: record.database,
        table: record.table,
        format: source.format,
        ignoreFirstRecord: blob.ignoreFirstRecord,
        dropByTag: record.tag,
        additionalTags: record.userTag === null ? [] : [record.userTag].flat(),
        mappingReference: record.mappingReference,
        mappingText: record.mappingText,
        zipPattern: source.compression === 'zip' ? record.zipPattern : null,
        onceTag: onceTag(record, source),
        creationTime: source.creationTime,
        isAnnounced: isAnnounced(job, blob),
        isUsersOwn: blob.blobName === null,
      },
      deduplicated,
    )
    job.setBlob(blob, 'queued', { queuedAt: job.clock.now(), operationId, error: null })
  } catch (error) {
    if (!(error instanceof PostUnansweredError)) throw error
    job.setBlob(blob, 'unknown', { queuedAt: job.clock.now() })
  }
}

/**
 * Posts by REST where the cluster prefers it, else by message. A message is used too if the service may skip the blob:
 * only the status table says that it did.
 *
 * @returns The service's operation; null for a message.
 */
async function send(
  { access, signal, onTrouble }: SourcePost,
  blob: BlobToIngest,
  deduplicated: boolean,
): Promise<string | null> {
  const { restIngest, queuedIngest } = access
  if (blob.onceTag === null && (await restIngest.isOffered())) {
    const operationId = await restIngest.post(blob, deduplicated, signal, onTrouble)
    if (operationId !== undefined) return operationId
  }
  await queuedIngest.post(blob, deduplicated, signal, onTrouble)
  return null
}

async function blobUri(post: SourcePost, blob: BlobRecord, source: SourceRecord): Promise<string> {
  if (blob.blobName === null) {
    const uri = post.blobUris.of(source)
    if (uri !== undefined) return uri
    throw sasNeeded(source)
  }
  const target = uploadedTarget(blob, await post.access.resources.resources())
  if (target !== undefined) return blobUriIn(target)
  throw new StudioError(
    'StorageRefused',
    `The cluster no longer lends the storage that “${source.name}” was uploaded to.`,
    {
      retryable: true,
      nextStep: 'Try again; the studio uploads it again.',
    },
  )
}

/** Where a blob was uploaded to, with the present permission; undefined if the cluster no longer lends that storage. */
export function uploadedTarget(blob: BlobRecord, resources: IngestionResources): BlobTarget | undefined {
  const { container, blobName } = blob
  if (container === null || blobName === null) return undefined
  const path = (place: string): string => new URL(place).pathname
  // A cluster on loopback may have another port after a restart; its containers keep their paths.
  const same = (candidate: StorageResource): boolean =>
    candidate.place === container ||
    (candidate.place.startsWith('http:') && path(candidate.place) === path(container))
  const found = resources.containers.find(same)
  return found === undefined ? undefined : { container: found, blobName }
}

/** The error for a blob whose secret part was lost in a restart. */
export function sasNeeded(source: SourceRecord): StudioError {
  return new StudioError('SasNeeded', `The studio did not keep the secret part of ${source.location}.`, {
    subject: source.name,
    retryable: true,
    nextStep: 'Give the whole URI with its SAS again.',
  })
}
