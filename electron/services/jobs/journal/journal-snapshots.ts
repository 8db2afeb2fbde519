import { headOf } from '../../../domain/snapshot/compare-snapshots'
import { isLoopbackHost } from '../../../domain/loopback-host'
import { snapshotSchema, type Snapshot, type SnapshotHead } from '../../../domain/schema/snapshot'
import type { ObservedTable } from '../../tables/table-observer'
import type { Journal } from './journal'
import { journalDamaged, reading } from './journal-failure'

/** Snapshots to keep for each table; the oldest go first. */
const maximumSnapshots = 200

/** Snapshots of tables. */
export interface SnapshotStore {
  /**
   * Resolves once it is on disk. A journal that is only read keeps nothing.
   *
   * @throws StudioError `DiskFull` or `JournalFailed`.
   */
  keep(snapshot: Snapshot): Promise<void>
  /** The snapshots of a table, newest first. Those of the local cluster belong to it whatever its port was. */
  heads(table: ObservedTable): SnapshotHead[]
  /** One snapshot, or undefined. @throws StudioError `JournalFailed` if it is damaged. */
  snapshot(snapshotId: string): Snapshot | undefined
  /** The snapshots that were kept for an ingestion, oldest first. */
  ofJob(jobId: string): SnapshotHead[]
}

interface HeadRow {
  readonly head: string
}

/** Keeps snapshots in the journal. */
export function createSnapshotStore(journal: Journal): SnapshotStore {
  const { database, path } = journal
  const insert = database.prepare(
    `INSERT OR REPLACE INTO snapshots (snapshot_id, cluster_uri, is_local, database, name, at, job_id, head, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const trim = database.prepare(
    `DELETE FROM snapshots WHERE cluster_uri = ?1 AND database = ?2 AND name = ?3 AND at <=
     (SELECT at FROM snapshots WHERE cluster_uri = ?1 AND database = ?2 AND name = ?3
      ORDER BY at DESC LIMIT 1 OFFSET ${maximumSnapshots})`,
  )
  const ofTable = database.prepare(
    `SELECT head FROM snapshots WHERE database = ?1 AND name = ?2 AND (cluster_uri = ?3 OR (?4 AND is_local))
     ORDER BY at DESC, rowid DESC LIMIT ${maximumSnapshots}`,
  )
  const ofJob = database.prepare('SELECT head FROM snapshots WHERE job_id = ? ORDER BY at, rowid')
  const one = database.prepare('SELECT body FROM snapshots WHERE snapshot_id = ?')
  const heads = (rows: readonly HeadRow[]): SnapshotHead[] =>
    rows.map(({ head }) => JSON.parse(head) as SnapshotHead)
  return {
    async keep(snapshot) {
      if (journal.isReadOnly) return
      journal.save(`snapshot ${snapshot.snapshotId}`, () => () => {
        const { snapshotId, clusterUri, isLocalCluster, database: ofDatabase, table, at, jobId } = snapshot
        const head = JSON.stringify(headOf(snapshot))
        const where = [clusterUri, isLocalCluster ? 1 : 0, ofDatabase, table]
        insert.run(snapshotId, ...where, at, jobId, head, JSON.stringify(snapshot))
        trim.run(clusterUri, ofDatabase, table)
      })
      await journal.commit()
    },
    heads({ clusterUri, database: ofDatabase, table }) {
      const isLocal = isLoopbackHost(new URL(clusterUri).hostname) ? 1 : 0
      return reading(path, () => heads(ofTable.all(ofDatabase, table, clusterUri, isLocal) as HeadRow[]))
    },
    ofJob: (jobId) => reading(path, () => heads(ofJob.all(jobId) as HeadRow[])),
    snapshot(snapshotId) {
      const row = reading(path, () => one.get(snapshotId) as { readonly body: string } | undefined)
      if (row === undefined) return undefined
      const parsed = snapshotSchema.safeParse(reading(path, () => JSON.parse(row.body) as unknown))
      if (parsed.success) return parsed.data
      throw journalDamaged(path, new Error(parsed.error.message.slice(0, 500)))
    },
  }
}
