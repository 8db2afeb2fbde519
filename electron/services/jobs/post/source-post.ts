import { JoinedRuns } from '../../../domain/concurrency/joined-runs'
import type { Limiter } from '../../../domain/concurrency/limiter'
import { StudioError, toWireError } from '../../../domain/studio-error'
import { blobUriIn, type BlobTarget } from '../../kusto/blob-upload'
import type { OnTrouble } from '../../kusto/attempts'
import type { IngestionResources, StorageResource } from '../../kusto/ingestion-resources'
import { PostUnansweredError } from '../../kusto/queued-ingest'
import type { ClusterAccess } from '../../kusto/cluster-access'
import { isBlobSettled, type BlobRecord, type SourceRecord } from '../state/job-record'
import { isPassing } from '../run/job-holds'
import type { LiveJob } from '../state/live-job'
import type { BlobUris } from '../start/blob-uris'

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

/** Whether the service is asked to report how a blob ended, and not only that it failed. */
export function isAnnounced({ record, sources }: LiveJob, { parts }: BlobRecord): boolean {
  return record.tag === null || sources.length <= maximumAnnounced || parts.length > 1
}

/**
 * Posts all blobs of a source that are not posted yet, and moves on the source and those that share its blobs: to
 * queued, to unknown if a post had no answer, or to failed if nothing of it went out.
 *
 * @throws StudioError a passing trouble that kept messages from being sent. Sources of which nothing is out can then
 *   start again; the rest of the others can still be posted.
 */
export async function postSource(post: SourcePost, source: SourceRecord): Promise<void> {
  const { job } = post
  if (source.state.kind !== 'posting') job.apply(source, { kind: 'post' })
  const blobs = job.blobsOf(source)
  const open = blobs.filter((blob) => blob.state === 'uploaded' || blob.state === 'posting')
  let trouble: StudioError | undefined
  await Promise.all(
    open.map(async (blob) => {
      // An earlier process may have posted it: it may be out although this one cannot post it.
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

/** Nothing went out: the sources wait as before, and those of a shared blob are packed anew. */
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
    // It was never sent, so nobody refused it.
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
 * Posts one blob, after writing to disk that it is being posted. Whoever asks for it in the meantime waits for the same
 * post: after a restart both its source and its tracker may want it.
 *
 * @throws StudioError if its message has certainly not arrived.
 */
export async function postBlob(post: SourcePost, blob: BlobRecord): Promise<void> {
  await posts.run(blob, () => post.posting.run(() => postNow(post, blob)))
}

async function postNow(post: SourcePost, blob: BlobRecord): Promise<void> {
  const { job, access, signal } = post
  const { record } = job
  const [source] = job.sourcesOf(blob)
  if (source === undefined) throw new Error('A blob belongs to a source of its job')
  try {
    const uri = await blobUri(post, blob, source)
    const deduplicated = await access.deduplicates()
    // Its outcome may have become known while this waited to post it again.
    if (isBlobSettled(blob)) return
    job.setBlob(blob, 'posting', { posts: blob.posts + 1 })
    await post.commit()
    await access.queuedIngest.post(
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
        creationTime: source.creationTime,
        isAnnounced: isAnnounced(job, blob),
        isUsersOwn: blob.blobName === null,
      },
      deduplicated,
      signal,
      post.onTrouble,
    )
    job.setBlob(blob, 'queued', { queuedAt: job.clock.now(), error: null })
  } catch (error) {
    if (!(error instanceof PostUnansweredError)) throw error
    job.setBlob(blob, 'unknown', { queuedAt: job.clock.now() })
  }
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
