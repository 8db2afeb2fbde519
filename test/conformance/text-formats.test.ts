import { Readable } from 'node:stream'
import { DataFormat, IngestClient, IngestionProperties, StreamingIngestClient } from 'azure-kusto-ingest'
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

let queued: IngestClient
let streaming: StreamingIngestClient

beforeAll(() => {
  queued = new IngestClient(connection())
  streaming = new StreamingIngestClient(connection())
})

afterAll(() => {
  queued.close()
  streaming.close()
})

const pairs: readonly Row[] = [
  { A: 'x', B: '1' },
  { A: 'y z', B: '2' },
]

/** A format, a file in it, and the rows of a table of two text columns. */
const formats = [
  [DataFormat.CSV, 'x,1\n"y z",2\n', pairs],
  [DataFormat.TSV, 'x\t1\ny z\t2\n', pairs],
  [
    DataFormat.TSVE,
    'x\t1\ny\\tz\t2\n',
    [
      { A: 'x', B: '1' },
      { A: 'y\tz', B: '2' },
    ],
  ],
  [DataFormat.PSV, 'x|1\ny z|2\n', pairs],
  [DataFormat.SCSV, 'x;1\ny z;2\n', pairs],
  [DataFormat.SOHSV, 'x\u00011\ny z\u00012\n', pairs],
  [
    DataFormat.TXT,
    'x,1\ny z,2\n',
    [
      { A: 'x,1', B: '' },
      { A: 'y z,2', B: '' },
    ],
  ],
  [DataFormat.RAW, 'x\ny', [{ A: 'x\ny', B: '' }]],
  [DataFormat.JSON, '{"A": "x", "B": 1}\n{"A": "y z", "B": 2}\n', pairs],
  [DataFormat.MULTIJSON, '[{"A": "x",\n "B": 1},\n {"A": "y z", "B": 2}]', pairs],
] as const

describe.each(formats)('%s', (format, text, expected) => {
  it.concurrent('queued', async () => {
    const table = await makeTable(`queued_${format}`, 'A: string, B: string')
    const properties = new IngestionProperties({ database, table, format, flushImmediately: true })
    await queued.ingestFromStream(Readable.from([Buffer.from(text)]), properties)
    await waitForRows(table, expected.length)
    expect(await rows(`${table} | order by A asc`)).toEqual(expected)
  })

  it.concurrent('streamed', async () => {
    const table = await makeTable(`streamed_${format}`, 'A: string, B: string')
    await enableStreaming(table)
    const properties = new IngestionProperties({ database, table, format })
    await streaming.ingestFromStream(Readable.from([Buffer.from(text)]), properties)
    expect(await rows(`${table} | order by A asc`)).toEqual(expected)
  })
})
