import { IngestClient } from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connection, waitForRows } from './cluster-under-test'
import { matrix } from './ingestion-matrix'
import { streamOf, uploadFile } from './ingestion-sources'
import { expectedRows, makeReadingsTable, readReadings, writeFiles, type FileName } from './readings'

let client: IngestClient
let pathOf: (name: FileName) => string

beforeAll(async () => {
  client = new IngestClient(connection())
  pathOf = await writeFiles()
})

afterAll(() => client.close())

describe.each(matrix)('queued: $name', ({ file, properties }) => {
  it.concurrent.each([
    ['file', (table: string) => client.ingestFromFile(pathOf(file), properties(table))],
    ['stream', (table: string) => client.ingestFromStream(streamOf(file), properties(table))],
    ['blob', async (table: string) => client.ingestFromBlob(await uploadFile(file), properties(table))],
  ])('by %s', async (_source, ingest) => {
    const table = await makeReadingsTable('queued')
    const result = await ingest(table)
    expect((await result.getIngestionStatusCollection()).Status).toBe('Queued')
    await waitForRows(table, expectedRows.length)
    expect(await readReadings(table)).toEqual(expectedRows)
  })
})
