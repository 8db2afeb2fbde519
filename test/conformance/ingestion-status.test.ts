import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  BlobDescriptor,
  IngestClient,
  IngestionProperties,
  IngestStatusQueues,
  ReportLevel,
} from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { eventually } from '../support/eventually'
import { clusterUri, connection, count, database, makeTable, rows } from './cluster-under-test'
import { uploadText } from './ingestion-sources'

/** What a status queue holds; other files of the suite report to the same queues. */
interface Reported {
  readonly IngestionSourceId: string
}

let client: IngestClient
let queues: IngestStatusQueues
const seen = { success: [] as Reported[], failure: [] as Reported[] }

beforeAll(() => {
  client = new IngestClient(connection())
  queues = new IngestStatusQueues(client)
})

afterAll(() => client.close())

/** Takes messages off a queue until the source's own is among them. */
async function reportOf(queue: 'success' | 'failure', sourceId: string): Promise<Reported | undefined> {
  return eventually(
    async () => {
      seen[queue].push(...((await queues[queue].pop(32)) as unknown as Reported[]))
      return seen[queue].find((report) => report.IngestionSourceId === sourceId)
    },
    (report) => report !== undefined,
    30_000,
  )
}

async function ingest(
  text: string,
  fields: ConstructorParameters<typeof IngestionProperties>[0],
): Promise<string> {
  const sourceId = randomUUID()
  const properties = new IngestionProperties({
    database,
    flushImmediately: true,
    reportLevel: ReportLevel.FailuresAndSuccesses,
    ...fields,
  })
  const blob = new BlobDescriptor(await uploadText('numbers.csv', text), text.length, sourceId)
  await client.ingestFromBlob(blob, properties)
  return sourceId
}

describe('status queues', () => {
  it('tell of a success', async () => {
    const table = await makeTable('reported', 'Number: long')
    const report = await reportOf('success', await ingest('1\n2\n', { table }))
    expect(report).toMatchObject({ Database: database, Table: table })
    expect(report).toHaveProperty('SucceededOn', expect.any(String))
    expect(report).toHaveProperty('OperationId', expect.any(String))
    expect(report).toHaveProperty('IngestionSourcePath', expect.not.stringContaining('sig='))
  })

  it.each([
    ['a database that is not there', { database: 'invalid', table: 'T' }, 'BadRequest_DatabaseNotExist'],
    ['a table that is not there', { table: 'no_such_table' }, 'BadRequest_TableNotExist'],
  ])('tell of a failure: %s', async (_what, fields, code) => {
    const report = await reportOf('failure', await ingest('1\n', fields))
    expect(report).toMatchObject({
      Table: fields.table,
      ErrorCode: code,
      FailureStatus: 'Permanent',
      ShouldRetry: false,
    })
    expect(report).toHaveProperty('FailedOn', expect.any(String))
    expect(report).toHaveProperty('Details', expect.stringMatching(/could not be found|not/i))
  })

  it('tell of a mapping that is not there', async () => {
    const table = await makeTable('unmapped', 'Number: long')
    const report = await reportOf(
      'failure',
      await ingest('1\n', { table, ingestionMappingReference: 'missing' }),
    )
    expect(report).toMatchObject({
      ErrorCode: 'BadRequest_MappingReferenceWasNotFound',
      FailureStatus: 'Permanent',
    })
  })
})

describe('status queues, of a table that an update policy reads', () => {
  it('say that the failure comes from the policy', async () => {
    const source = await makeTable('policy_source', 'Number: long')
    const target = await makeTable('policy_target', 'Number: long')
    const policy = [{ Source: source, Query: source, IsTransactional: true }]
    await rows(`.alter table ${target} policy update @'${JSON.stringify(policy)}'`)
    await rows(`.alter-merge table ${target} (More: string)`)
    expect(await reportOf('failure', await ingest('1\n', { table: source }))).toMatchObject({
      Table: source,
      ErrorCode: 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema',
      FailureStatus: 'Permanent',
      OriginatesFromUpdatePolicy: true,
      ShouldRetry: false,
    })
    expect(await count(source)).toBe(0)
  })
})

const outcomes = z.array(z.looseObject({ name: z.string(), kind: z.string(), Status: z.string() }))

describe('the status table', () => {
  it('tells of success and failure', async () => {
    const table = await makeTable('status_table', 'Number: long')
    // A process of its own: Node reads the certificates that it trusts once, when it starts.
    const program = join(import.meta.dirname, 'status-table-client.mjs')
    const { stdout } = await promisify(execFile)(process.execPath, [program, clusterUri, database, table], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: inject('certificateFile') },
    })
    const kind = 'TableReportIngestionResult'
    const succeeded = { kind, Status: 'Succeeded', Database: database, Table: table }
    expect(outcomes.parse(JSON.parse(stdout))).toMatchObject([
      { name: 'table', ...succeeded },
      { name: 'queue and table', ...succeeded },
      {
        name: 'failure',
        kind,
        Status: 'Failed',
        ErrorCode: 'BadRequest_TableNotExist',
        FailureStatus: 'Permanent',
      },
    ])
  })
})
