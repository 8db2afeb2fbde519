import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Client } from 'azure-kusto-data'
import {
  BlobDescriptor,
  DataFormat,
  IngestClient,
  IngestionProperties,
  IngestStatusQueues,
  ReportLevel,
  ReportMethod,
  StreamDescriptor,
} from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  makeStormEventsCsv,
  stormEventsSchema,
  stormEventsTable,
} from '../../../electron/domain/storm-events'
import { formatSchema } from '../../../electron/domain/table-schema'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { eventually } from '../../support/eventually'
import { HandClock } from '../../support/hand-clock'

const oneRow = '2018-01-26 00:00:00.0000000,2018-01-27 14:00:00.0000000,MEXICO,0,0,Unknown,"{}"\n'

/** Runs the tutorial's script with the published packages, against the cluster's URI. */
describe('the tutorial’s script', () => {
  const clock = new HandClock(Date.now())
  const file = join(tmpdir(), `stormevents-${process.pid}.csv`)
  let cluster: LocalCluster
  let client: Client
  let ingest: IngestClient

  beforeAll(async () => {
    await writeFile(file, makeStormEventsCsv())
    cluster = await startLocalCluster({ clock })
    client = new Client(cluster.clusterUri)
    const properties = { database: cluster.database, table: stormEventsTable, format: DataFormat.CSV }
    ingest = new IngestClient(cluster.dataIngestionUri, new IngestionProperties(properties))
  })

  afterAll(async () => {
    client.close()
    ingest.close()
    await cluster.close()
  })

  const count = async (): Promise<unknown> => {
    const result = await client.execute(cluster.database, `${stormEventsTable} | count`)
    return result.primaryResults[0]?.toJSON<{ Count: number }>().data[0]?.Count
  }

  const lastState = async (): Promise<unknown> => {
    const result = await client.execute(cluster.database, `${stormEventsTable} | top 1 by EndTime`)
    return result.primaryResults[0]?.toJSON<{ State: string }>().data[0]?.State
  }

  /** Lets the batching time of ten seconds pass once the message has been taken from the queue. */
  const batchingTimeGoesBy = async (): Promise<void> => {
    await eventually(
      () => clock.alarms,
      (waiting) => waiting > 0,
    )
    clock.pass(9_999)
    clock.pass(1)
  }

  it('goes from 0 to 1,000, 1,001 and 2,001 rows by file, stream and blob', async () => {
    const create = `.create table ${stormEventsTable} (${formatSchema(stormEventsSchema)})`
    await client.execute(cluster.database, create)
    const policy = '{ "MaximumBatchingTimeSpan":"00:00:10" }'
    await client.execute(
      cluster.database,
      `.alter table ${stormEventsTable} policy ingestionbatching '${policy}'`,
    )
    expect(await count()).toBe(0)

    const withHeader = new IngestionProperties({ ignoreFirstRecord: true })
    await ingest.ingestFromFile(file, withHeader)
    await batchingTimeGoesBy()
    await eventually(count, (rows) => rows === 1000)

    await ingest.ingestFromStream(new StreamDescriptor(Readable.from([Buffer.from(oneRow)])))
    await batchingTimeGoesBy()
    await eventually(count, (rows) => rows === 1001)
    expect(await lastState()).toBe('MEXICO')

    const blob = await new ClusterClient(cluster).upload(makeStormEventsCsv(1000, 7), 'more.csv')
    await ingest.ingestFromBlob(new BlobDescriptor(blob), withHeader)
    await batchingTimeGoesBy()
    await eventually(count, (rows) => rows === 2001)
    expect(await lastState()).toBe('MEXICO')
  })

  it('reports the end of an ingestion in its status queues', async () => {
    const properties = new IngestionProperties({
      reportLevel: ReportLevel.FailuresAndSuccesses,
      reportMethod: ReportMethod.Queue,
      flushImmediately: true,
    })
    const blob = await new ClusterClient(cluster).upload('"never closed', 'bad.csv')
    await ingest.ingestFromBlob(new BlobDescriptor(blob), properties)
    const queues = new IngestStatusQueues(ingest)
    const failures = await eventually(
      () => queues.failure.pop(),
      (list) => list.length > 0,
    )
    expect(failures[0]).toMatchObject({ ErrorCode: 'Stream_ClosingQuoteMissing', ShouldRetry: false })
  })
})

describe('the batching time', () => {
  it('is waited for by the real clock', async () => {
    const cluster = await startLocalCluster()
    const client = new ClusterClient(cluster)
    try {
      await client.rows('.create table T (a: int)')
      await client.rows(`.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan":"00:00:10"}'`)
      const posted = Date.now()
      const id = await client.ingest('1\n', { flushImmediately: false })
      expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
      expect(Date.now() - posted).toBeGreaterThanOrEqual(10_000)
      expect(await client.count('T')).toBe(1)
    } finally {
      await cluster.close()
    }
  })
})
