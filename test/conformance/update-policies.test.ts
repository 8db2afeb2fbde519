import { Readable } from 'node:stream'
import { DataFormat, IngestClient, IngestionProperties, StreamingIngestClient } from 'azure-kusto-ingest'
import { afterAll, beforeEach, expect, it } from 'vitest'
import {
  connection,
  count,
  database,
  enableStreaming,
  makeTable,
  rows,
  waitForRows,
} from './cluster-under-test'
import { serviceError } from './service-error'

const queued = new IngestClient(connection())
const streaming = new StreamingIngestClient(connection())

afterAll(() => {
  queued.close()
  streaming.close()
})

let source: string
let target: string

beforeEach(async () => {
  source = await makeTable('logs', 'Record: string')
  target = await makeTable('parsed', 'Level: string, Number: long')
  const query = `${source} | parse Record with Level:string " " Number:long | project Level, Number`
  const policy = [{ IsEnabled: true, Source: source, Query: query, IsTransactional: true }]
  await rows(`.alter table ${target} policy update \`\`\`${JSON.stringify(policy)}\`\`\``)
})

const properties = (): IngestionProperties =>
  new IngestionProperties({ database, table: source, format: DataFormat.TXT, flushImmediately: true })

const parsed = [
  { Level: 'info', Number: 1 },
  { Level: 'warn', Number: 2 },
]

it('a queued stream fills the table that has the policy', async () => {
  await queued.ingestFromStream(Readable.from(['info 1\nwarn 2\n']), properties())
  await waitForRows(source, 2)
  // One transaction: they came together.
  expect(await rows(`${target} | sort by Number asc`)).toEqual(parsed)
})

it('a streamed one does, too, and is refused as a whole where the policy fails', async () => {
  await enableStreaming(source)
  await streaming.ingestFromStream(Readable.from(['info 1\nwarn 2\n']), properties())
  expect(await rows(`${target} | sort by Number asc`)).toEqual(parsed)
  await rows(`.alter-merge table ${target} (More: string)`)
  const error = await serviceError(streaming.ingestFromStream(Readable.from(['info 3\n']), properties()))
  expect(error).toMatchObject({
    status: 400,
    code: 'UpdatePolicy_QuerySchemaDoesNotMatchTableSchema',
    '@permanent': true,
  })
  expect([await count(source), await count(target)]).toEqual([2, 2])
})
