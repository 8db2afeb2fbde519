import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { JobSnapshot } from '../../../domain/schema/job'
import { StudioError } from '../../../domain/studio-error'
import type { KustoConnection } from '../../kusto/connection'
import type { JobContext } from '../job-context'
import { inspectedAgain, kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { toJobSnapshot } from '../state/job-snapshots'
import type { LiveJob } from '../state/live-job'
import { foreseeValues } from '../values/check-values'
import { blankSource } from './blank-source'
import { newJobTag } from './job-tag'
import { launchJob } from './start-job'

/** Files that are looked for before a job is offered to run again; the others are looked for when it does. */
const mostLookedAt = 200

/** Why a job cannot run again, in one sentence; null if it can, as far as a short look tells. */
export function whyNotAgain(job: LiveJob): string | null {
  const gone = job.sources.slice(0, mostLookedAt).find((source) => isGone(source))
  return gone === undefined ? null : goneWords(gone)
}

/**
 * Sends the sources of a job again, as a job of its own: with the same properties, as the files are now, to the same
 * table. They are looked at and their values checked as those of a new job. A blob whose SAS was lost asks for it.
 *
 * @throws StudioError `FileNotFound` if a source is no longer there, `ClusterUnreachable` and others from the cluster.
 */
export async function runAgain(
  context: JobContext,
  openConnection: () => KustoConnection,
  jobId: string,
  signal?: AbortSignal,
): Promise<JobSnapshot> {
  const { store, clock, pastes, blobUris } = context
  const earlier = store.seen(jobId)
  const gone = earlier.sources.find((source) => isGone(source))
  if (gone !== undefined) throw isMissing(gone)
  const connection = await connectionOf(context, openConnection, earlier.record, signal)
  const job = sameJob(earlier.record, connection, clock.now())
  const sources: SourceRecord[] = []
  for (const source of earlier.sources) {
    const again = sameSource(source, job.jobId)
    const { hasPath } = kindOf(source)
    if (!hasPath) await pastes.keep(again.sourceId, await readFile(source.location, 'utf8'))
    const uri = blobUris.of(source)
    if (uri !== undefined) blobUris.remember(again.sourceId, uri)
    sources.push(hasPath ? again : { ...again, location: pastes.pathOf(again.sourceId) })
  }
  const launched = await launchJob(context, connection, { job, sources }, signal)
  const { files } = context.host
  void foreseeValues(context, launched, {
    place(index) {
      const source = launched.sources[index]
      return source === undefined ? null : inspectedAgain(source, { ...context, files }, context.closing)
    },
  })
  return toJobSnapshot(launched)
}

/** The local cluster may have another address than when the job ran. */
async function connectionOf(
  { accessTo }: JobContext,
  openConnection: () => KustoConnection,
  { clusterUri, isLocalCluster }: JobRecord,
  signal: AbortSignal | undefined,
): Promise<KustoConnection> {
  signal?.throwIfAborted()
  if (!isLocalCluster) return (await accessTo(clusterUri)).connection
  const open = openConnection()
  if (open.isLocalCluster) return open
  throw new StudioError('RequestInvalid', 'This ingestion went to the local cluster, which is not open.', {
    nextStep: 'Open the local cluster, then run it again.',
  })
}

function sameJob(earlier: JobRecord, connection: KustoConnection, now: number): JobRecord {
  return {
    ...earlier,
    jobId: randomUUID(),
    clusterUri: connection.address.clusterUri,
    createdAt: now,
    position: now,
    tag: earlier.tag === null ? null : newJobTag(),
    paused: false,
    undoneAt: null,
    undoneRows: null,
    rowsBefore: null,
    rowsAfter: null,
    othersBefore: null,
    othersAfter: null,
    landed: earlier.tag === null ? null : 0,
    policy: null,
    foreseen: null,
    landedValues: null,
  }
}

/** The source as if nobody had read it yet. */
function sameSource(earlier: SourceRecord, jobId: string): SourceRecord {
  const { kind, ordinal, name, location, format, compression, ignoreFirstRecord, reading } = earlier
  const { hasSecret, isCountable, creationTime } = earlier
  const isUploaded = kindOf(earlier).isUploaded
  return {
    ...blankSource,
    sourceId: randomUUID(),
    jobId,
    ...{ kind, ordinal, name, location, format, compression, ignoreFirstRecord, reading },
    ...{ hasSecret, isCountable, creationTime },
    sizeBytes: isUploaded ? (statSync(location, { throwIfNoEntry: false })?.size ?? null) : earlier.sizeBytes,
    rawDataSizeBytes: isUploaded ? null : earlier.rawDataSizeBytes,
  }
}

function isGone(source: SourceRecord): boolean {
  return kindOf(source).isUploaded && statSync(source.location, { throwIfNoEntry: false })?.isFile() !== true
}

function goneWords(source: SourceRecord): string {
  return kindOf(source).hasPath
    ? `“${source.location}” is no longer there.`
    : 'The pasted rows are not kept once they have landed.'
}

function isMissing(source: SourceRecord): StudioError {
  const nextStep = kindOf(source).hasPath
    ? 'Put the file back, or add it from where it is now.'
    : 'Paste them again.'
  return new StudioError('FileNotFound', goneWords(source), { subject: source.name, nextStep })
}
