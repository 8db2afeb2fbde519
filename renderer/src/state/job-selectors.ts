import { isLoopbackHost } from '../../../electron/domain/loopback-host'
import type { Connection } from '../../../electron/domain/schema/connection'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import type { TableRef } from '../../../electron/domain/schema/table'

/** Ingestions into the open cluster, newest first, whichever port the local cluster had at the time. */
export function jobsOfCluster(
  jobs: readonly JobSnapshot[],
  connection: Pick<Connection, 'clusterUri' | 'isLocalCluster'> | null,
): readonly JobSnapshot[] {
  if (connection === null) return []
  const { clusterUri, isLocalCluster } = connection
  return jobs.filter(
    (job) => job.clusterUri === clusterUri || (isLocalCluster && isOnThisMachine(job.clusterUri)),
  )
}

/** Ingestions into one table of the open cluster, newest first. */
export function jobsOfTable(
  jobs: readonly JobSnapshot[],
  connection: Pick<Connection, 'clusterUri' | 'isLocalCluster'> | null,
  target: TableRef | null,
): readonly JobSnapshot[] {
  return jobsOfCluster(jobs, connection).filter(
    ({ database, table }) => database === target?.database && table === target.table,
  )
}

/** The ingestion that the workspace tells about: the chosen one, or the newest. */
export function selectedJob(
  jobs: readonly JobSnapshot[],
  selectedJobId: string | null,
): JobSnapshot | undefined {
  return jobs.find(({ jobId }) => jobId === selectedJobId) ?? jobs[0]
}

function isOnThisMachine(uri: string): boolean {
  try {
    return isLoopbackHost(new URL(uri).hostname)
  } catch {
    // Not a URI, so no machine at all.
    return false
  }
}
