import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BlobDescriptor,
  DataFormat,
  IngestionProperties,
  ManagedStreamingIngestClient,
} from 'azure-kusto-ingest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  connection,
  database,
  enableStreaming,
  makeTable,
  rows,
  waitForRows,
  type Row,
} from './cluster-under-test'
import { streamable } from './ingestion-matrix'
import { streamOf, uploadFile, uploadText } from './ingestion-sources'
import { columns, expectedRows, makeReadingsTable, readReadings, writeFiles, type FileName } from './readings'

let client: ManagedStreamingIngestClient
let pathOf: (name: FileName) => string

beforeAll(async () => {
  client = new ManagedStreamingIngestClient(connection(), connection())
  // Its tries are seconds apart; here nothing is to be waited for.
  Object.assign(client, { baseSleepTimeSecs: 0, baseJitterSecs: 0 })
  pathOf = await writeFiles()
})

afterAll(() => client.close())

describe.each(streamable)('managed: $name', ({ file, properties }) => {
  it.concurrent.each([
    ['file', (table: string) => client.ingestFromFile(pathOf(file), properties(table))],
    ['stream', (table: string) => client.ingestFromStream(streamOf(file), properties(table))],
    [
      'blob',
      async (table: string) =>
        client.ingestFromBlob(new BlobDescriptor(await uploadFile(file), 1000), properties(table)),
    ],
  ])('by %s: streamed, so the rows are there at once', async (_source, ingest) => {
    const table = await makeReadingsTable('managed')
    await ingest(table)
    expect(await readReadings(table)).toEqual(expectedRows)
  })
})

describe('managed ingestion falls back to the queue', () => {
  it('when streaming is refused', async () => {
    const table = await makeTable('refused', columns)
    await client.ingestFromStream(streamOf('readings.csv'), csvInto(table))
    await waitForRows(table, expectedRows.length)
    expect(await readReadings(table)).toEqual(expectedRows)
  })

  it('for a file of more than a stream may have', async () => {
    const table = await makeTable('big_file', 'Number: long, Text: string')
    await enableStreaming(table)
    const folder = await mkdtemp(join(tmpdir(), 'managed-'))
    await writeFile(join(folder, 'big.csv'), numberedLines(11_000))
    await client.ingestFromFile(join(folder, 'big.csv'), csvInto(table))
    await waitForRows(table, 11_000)
    expect(await sums(table)).toEqual({ Rows: 11_000, Numbers: 60_494_500, Length: 11_000_000 })
  })

  it('for a blob of more than 4 MB, with one message and no try to stream it', async () => {
    const table = await makeTable('big_blob', 'Number: long, Text: string')
    await enableStreaming(table)
    const text = numberedLines(5000)
    const blob = new BlobDescriptor(await uploadText('big.csv', text), text.length)
    expect(await client.ingestFromBlob(blob, csvInto(table))).toHaveProperty(
      'ingestionStatus.Status',
      'Queued',
    )
    await waitForRows(table, 5000)
    expect(await sums(table)).toEqual({ Rows: 5000, Numbers: 12_497_500, Length: 5_000_000 })
  })
})

const csvInto = (table: string): IngestionProperties =>
  new IngestionProperties({ database, table, format: DataFormat.CSV, flushImmediately: true })

/** Lines of a thousand letters, numbered from 0. */
function numberedLines(count: number): string {
  const letters = 'x'.repeat(1000)
  return Array.from({ length: count }, (_, index) => `${index},${letters}`).join('\n')
}

async function sums(table: string): Promise<Row | undefined> {
  const [found] = await rows(
    `${table} | summarize Rows = count(), Numbers = sum(Number), Length = sum(strlen(Text))`,
  )
  return found
}
