import { expect } from 'vitest'
import type { LocalCluster } from '../../electron/local-cluster/local-cluster'
import type { JobSnapshot } from '../../electron/domain/schema/job'
import { csvWithHeader, JobsUnderTest } from '../integration/services/jobs/jobs-under-test'
import { eventually } from '../support/eventually'
import { slowness } from '../support/slowness'
import type { ProtocolStep } from './fault'
import { FaultProxy } from './fault-proxy'

/** What a job of {@link TriedCluster.start} brings. */
const rows = 200
let tables = 0

/** A job service of its own that reaches a shared cluster only through a proxy that does harm. */
export class TriedCluster {
  readonly proxy: FaultProxy
  readonly studio: JobsUnderTest

  private constructor(proxy: FaultProxy, studio: JobsUnderTest) {
    this.proxy = proxy
    this.studio = studio
  }

  /** Runs a test with one, and closes it. @param patienceMs How long its jobs wait for their cluster. */
  static async use(
    cluster: LocalCluster,
    patienceMs: number,
    run: (tried: TriedCluster) => Promise<void>,
  ): Promise<void> {
    const proxy = await FaultProxy.start(cluster.clusterUri)
    const { clusterUri, database } = cluster
    const studio = new JobsUnderTest({ clusterUri, database, close: () => Promise.resolve() })
    try {
      await studio.open({ clusterUri: proxy.clusterUri, asCloud: true, patienceMs: patienceMs * slowness })
      await run(new TriedCluster(proxy, studio))
    } finally {
      await studio.close()
      await proxy.close()
    }
  }

  /** Starts a job of two files, in a table of its own that seals a batch with both of them. */
  async start(): Promise<JobSnapshot> {
    const table = `Tried${++tables}`
    await this.studio.createTable(table, 'a: long, b: string', 2)
    const sources = [0, rows / 2].map((from) => ({
      kind: 'file' as const,
      handle: this.studio.file(`${table}-${from}.csv`, csvWithHeader(rows / 2, from)),
      format: 'csv' as const,
      ignoreFirstRecord: true,
    }))
    return await this.studio.start({ table, sources })
  }

  /** Waits until a job says what it waits for, and when it tries again. */
  async waiting({ jobId }: JobSnapshot, words: RegExp): Promise<JobSnapshot> {
    return await eventually(
      () => this.studio.job(jobId),
      ({ trouble }) => words.test(trouble?.message ?? '') && trouble?.nextTryAt !== undefined,
      30_000,
    )
  }

  /** Waits until the service has both files of a job. */
  async queued({ jobId }: JobSnapshot): Promise<void> {
    await eventually(
      () => this.studio.job(jobId).counts,
      ({ queued = 0, succeeded = 0 }) => queued + succeeded === 2,
    )
  }

  /** Waits until this many more requests of a step have come. */
  async seen(step: ProtocolStep, more: number): Promise<void> {
    const before = this.proxy.seen.get(step) ?? 0
    await eventually(
      () => this.proxy.seen.get(step) ?? 0,
      (seen) => seen >= before + more,
      30_000,
    )
  }

  /** Waits for the end of a job: every row is there, once, and the job knows it. */
  async landedOnce({ jobId, table }: JobSnapshot): Promise<void> {
    expect(await this.studio.settled(jobId, 60_000)).toMatchObject({
      status: 'succeeded',
      trouble: null,
      rows: { expected: rows, landed: rows, refused: 0 },
    })
    const query = `${table} | summarize rows = count(), different = dcount(a, 4)`
    expect(await this.studio.client.rows(query)).toEqual([{ rows, different: rows }])
  }
}
