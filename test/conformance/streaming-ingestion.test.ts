import { DataFormat, IngestionProperties, StreamingIngestClient } from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connection, count, database, makeTable } from './cluster-under-test'
import { streamable } from './ingestion-matrix'
import { streamOf, uploadFile } from './ingestion-sources'
import { columns, expectedRows, makeReadingsTable, readReadings, writeFiles, type FileName } from './readings'
import { serviceError } from './service-error'

let client: StreamingIngestClient
let pathOf: (name: FileName) => string

beforeAll(async () => {
  client = new StreamingIngestClient(connection())
  pathOf = await writeFiles()
})

afterAll(() => client.close())

describe.each(streamable)('streaming: $name', ({ file, properties }) => {
  it.concurrent.each([
    ['file', (table: string) => client.ingestFromFile(pathOf(file), properties(table))],
    ['stream', (table: string) => client.ingestFromStream(streamOf(file), properties(table))],
    ['blob', async (table: string) => client.ingestFromBlob(await uploadFile(file), properties(table))],
  ])('by %s: the rows are there when the call returns', async (_source, ingest) => {
    const table = await makeReadingsTable('streamed')
    await ingest(table)
    expect(await readReadings(table)).toEqual(expectedRows)
  })
})

describe('streaming is refused', () => {
  it('for a table without the policy', async () => {
    const table = await makeTable('no_policy', columns)
    const properties = new IngestionProperties({ database, table, format: DataFormat.CSV })
    expect(await serviceError(client.ingestFromStream(streamOf('readings.csv'), properties))).toMatchObject({
      status: 400,
      code: 'BadRequest_StreamingIngestionPolicyNotEnabled',
      '@permanent': true,
    })
    expect(await count(table)).toBe(0)
  })

  it('with a mapping that is not there', async () => {
    const table = await makeReadingsTable('no_mapping')
    const fields = { database, table, format: DataFormat.JSON, ingestionMappingReference: 'missing' }
    const sent = client.ingestFromStream(streamOf('readings.json'), new IngestionProperties(fields))
    expect(await serviceError(sent)).toMatchObject({
      status: 400,
      code: 'BadRequest_MappingReferenceWasNotFound',
      '@permanent': true,
    })
    expect(await count(table)).toBe(0)
  })

  it('for a table that is not there', async () => {
    const properties = new IngestionProperties({ database, table: 'no_such_table', format: DataFormat.CSV })
    expect(await serviceError(client.ingestFromStream(streamOf('readings.csv'), properties))).toMatchObject({
      status: 400,
      code: expect.stringMatching(/^BadRequest_/) as string,
      '@permanent': true,
    })
  })
})
