import { Client } from 'azure-kusto-data'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createStudio } from '../../electron/services/create-studio'
import type { ClusterUnderTest } from './cluster-under-test'
import { median } from './measure'

const table = 'CompareBench'

/**
 * Measures comparing two snapshots of a large table, from the call to the answer, and how long one snapshot takes. Both
 * through the studio's services, as the window and the command line do.
 */
export async function measureCompare(
  cluster: ClusterUnderTest,
  options: { readonly pairs: number; readonly rows: number; readonly folder: string },
): Promise<unknown[]> {
  const { clusterUri, database } = cluster
  const client = new Client(clusterUri)
  const home = mkdtempSync(join(options.folder, 'home-'))
  const studio = await createStudio({ homeFolder: home })
  try {
    await client.execute(database, `.set ${table} <| ${rows(options.rows)}`)
    await studio.connection.open(clusterUri)
    const ref = { database, table }
    const { snapshotId: beforeId } = await studio.snapshots.take(ref)
    await client.execute(database, `.append ${table} <| ${table} | take 100000`)
    const snapshotMs: number[] = []
    const compareMs: number[] = []
    for (let pair = 0; pair < options.pairs; pair++) {
      const startedAt = performance.now()
      const { snapshotId: afterId } = await studio.snapshots.take(ref)
      const takenAt = performance.now()
      const { rows: found } = await studio.snapshots.compare({ beforeId, afterId })
      snapshotMs.push(takenAt - startedAt)
      compareMs.push(performance.now() - takenAt)
      if (found.added !== 100_000) throw new Error(`${String(found.added)} rows came in, not 100,000`)
    }
    const of = (values: readonly number[]): number => Number(median(values).toFixed(1))
    return [
      {
        scenario: 'compare',
        covers:
          'one snapshot: from the call until it is on disk; compare: two snapshots from disk to the answer',
        tableRows: options.rows,
        snapshotMilliseconds: of(snapshotMs),
        compareMilliseconds: of(compareMs),
        bothMilliseconds: of(snapshotMs.map((ms, index) => ms + (compareMs[index] ?? 0))),
      },
    ]
  } finally {
    await studio.close()
    client.close()
    await cluster.dropTable(table)
    rmSync(home, { recursive: true, force: true })
  }
}

const rows = (count: number): string => `range Id from 0 to ${count - 1} step 1
  | project Id, StartTime = datetime(2007-01-01) + (Id % 598000000) * 1s,
    EndTime = datetime(2007-01-02) + (Id % 598000000) * 1s,
    State = strcat('STATE ', tostring((Id * 7) % 50)), Source = strcat('source ', tostring((Id * 11) % 17)),
    DamageProperty = (Id * 7919) % 1000003, DamageCrops = (Id % 1000) / 7.0`
