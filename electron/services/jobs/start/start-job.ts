import { assertRoom } from './assert-room'
import type { BatchingPolicy } from '../../../domain/schema/batching-policy'
import type { JobSnapshot } from '../../../domain/schema/job'
import type { Target } from '../../../domain/schema/inspection'
import { StudioError } from '../../../domain/studio-error'
import { createCatalogReader } from '../../kusto/catalog-reader'
import type { KustoConnection } from '../../kusto/connection'
import type { StartJobRequest } from '../../studio-services'
import type { JobContext } from '../job-context'
import { toJobSnapshot } from '../state/job-snapshots'
import { inspectedSource, keepSource } from '../kinds/source-kinds'
import { cannotLeaveOut } from '../upload/converted-files'
import { foreseeValues, targetOf } from '../values/check-values'
import type { LiveJob } from '../state/live-job'
import { countTable } from '../../tables/count-table'
import type { JobRecord } from '../state/job-record'
import { otherJobs } from '../state/other-jobs'
import { newJob, type NewJob } from './new-job'

/**
 * Starts a job on a cluster. Once this resolves it is in the journal, so a crash loses nothing of it.
 *
 * @throws StudioError as {@link newJob}, `TableNotFound`, `DatabaseNotFound` or `Canceled`.
 */
export async function startJob(
  context: JobContext,
  connection: KustoConnection,
  request: StartJobRequest,
  signal?: AbortSignal,
): Promise<JobSnapshot> {
  const { host, accesses, pastes, blobUris, converted, clock, gate } = context
  accesses.of(connection).warmUp()
  const { clusterUri } = connection.address
  const { files } = host
  const where = { clusterUri, isLocalCluster: connection.isLocalCluster }
  const made = newJob(request, where, {
    files,
    pastes,
    now: clock.now(),
    target: await targetToLeaveOut(context, connection, request, signal),
  })
  for (const [index, source] of request.sources.entries()) {
    await keepSource(source, made.sources[index]?.sourceId ?? '', { files, pastes, blobUris, converted })
  }
  const held = request.sources.flatMap(({ look }, index) =>
    look?.mustPass === true ? [made.sources[index]?.sourceId ?? ''] : [],
  )
  for (const sourceId of held) gate.hold(sourceId)
  const job = await launchJob(context, connection, made, signal)
  const reading = foreseeValues(context, job, {
    look: (index) => request.sources[index]?.look,
    place(index) {
      const source = request.sources[index]
      return source === undefined ? null : inspectedSource(source)
    },
  })
  void reading.finally(() => held.forEach((sourceId) => gate.release(sourceId)))
  return toJobSnapshot(job)
}

/**
 * Looks at the table, writes a new job to the journal and lets it run.
 *
 * @throws StudioError as {@link startJob}.
 */
export async function launchJob(
  context: JobContext,
  connection: KustoConnection,
  made: NewJob,
  signal?: AbortSignal,
): Promise<LiveJob> {
  const { host, store, journal, runner } = context
  const keepsRows = made.job.isLocalCluster && host.keepsLocalCluster === true
  await assertRoom(host.homeFolder, made, keepsRows, host.spaceAt)
  const before = await lookBefore(context, connection, made.job, signal)
  const job = store.add({ job: { ...made.job, ...before }, sources: made.sources, blobs: [] })
  await journal.commit()
  runner.add(job)
  host.snapshots?.before(job.record)
  return job
}

/** What the records go to, if some are left out by what becomes of them there. */
async function targetToLeaveOut(
  { host }: JobContext,
  connection: KustoConnection,
  { database, table, mapping, mappingText, leaveOut = [], sources }: StartJobRequest,
  signal?: AbortSignal,
): Promise<Target | undefined> {
  if (leaveOut.length === 0) return undefined
  if (host.separate === undefined) throw cannotLeaveOut()
  return await targetOf(
    connection,
    { database, table, mappingReference: mapping ?? null, mappingText: mappingText ?? null },
    sources[0]?.format,
    signal,
  )
}

interface TableBefore {
  rowsBefore: number | null
  othersBefore: number | null
  policy: BatchingPolicy | null
}

/** The rows and the policy of the table before anything of the job is in it; null for what cannot be seen. */
async function lookBefore(
  { host, store, clock }: JobContext,
  connection: KustoConnection,
  job: JobRecord,
  signal?: AbortSignal,
): Promise<TableBefore> {
  const { database, table } = job
  const others = otherJobs(store, job)
  const [counted, policy] = await Promise.allSettled([
    countTable(connection, job, others.tags, { clock, signal }),
    createCatalogReader(connection).batchingPolicy(database, table, { signal }),
  ])
  const count = counted.status === 'fulfilled' ? counted.value : null
  const failures = [
    count?.rows,
    ...[counted, policy].map((result): unknown => (result.status === 'rejected' ? result.reason : null)),
  ]
  for (const error of failures) {
    if (error === null || error === undefined || typeof error === 'number') continue
    const code = error instanceof StudioError ? error.code : undefined
    if (code === 'TableNotFound' || code === 'DatabaseNotFound' || code === 'Canceled') throw error
    host.log('jobs', 'The table could not be looked at before a job', error)
  }
  const rows = count?.rows
  return {
    rowsBefore: typeof rows === 'number' ? rows : null,
    othersBefore: count === null ? null : others.rows(count.rowsUnder),
    policy: policy.status === 'fulfilled' ? policy.value.policy : null,
  }
}
