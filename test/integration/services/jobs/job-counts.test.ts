import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { avroFile } from '../../../support/avro-file'
import { eventually } from '../../../support/eventually'
import { zipArchive } from '../../../support/zip-archive'
import { sharedJobs, csvWithHeader } from './jobs-under-test'

const studio = await sharedJobs()

describe('records of what goes to the service as it is', () => {
  test('are counted on the way: archives, gzip, Avro, a JSON array', async () => {
    await studio.createTable('AsItIs')
    const schema = {
      type: 'record',
      name: 'Row',
      fields: [
        { name: 'a', type: 'long' },
        { name: 'b', type: 'string' },
      ],
    }
    const avro = await avroFile(schema, [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ])
    const job = await studio.start({
      table: 'AsItIs',
      sources: [
        {
          kind: 'file',
          handle: studio.file('rows.zip', zipArchive([{ name: 'rows.csv', content: csvWithHeader(40) }])),
          format: 'csv',
          ignoreFirstRecord: true,
        },
        {
          kind: 'file',
          handle: studio.file('rows.csv.gz', gzipSync(csvWithHeader(30))),
          format: 'csv',
          ignoreFirstRecord: true,
        },
        { kind: 'file', handle: studio.file('rows.avro', avro), format: 'apacheavro' },
        {
          kind: 'file',
          handle: studio.file('rows.json', '[{"a":1,"b":"x"},\n{"a":2,"b":"y"},{"a":3}]'),
          format: 'multijson',
        },
      ],
    })
    const settled = await studio.settled(job.jobId)
    expect(settled.sources.map(({ name, rows }) => [name, rows])).toEqual(
      [
        ['rows.zip', 40],
        ['rows.csv.gz', 30],
        ['rows.avro', 2],
        ['rows.json', 3],
      ].map(([name, rows]) => [name, { expected: rows, landed: rows, refused: 0 }]),
    )
    expect(settled).toMatchObject({ status: 'succeeded', rows: { expected: 75, landed: 75, refused: 0 } })
  })
})

describe('a count that takes longer than the rows', () => {
  const content = 'a,b\n1,x\n2,y\n3,z\n'
  let server: Server
  let uri = ''
  /** Reads of the studio, which wait; the cluster, which names a version of storage, is answered at once. */
  const waiting: ServerResponse[] = []
  const release = (): void => {
    for (const response of waiting.splice(0)) response.end(content)
  }
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.setHeader('content-length', content.length)
      response.setHeader('x-ms-blob-type', 'BlockBlob')
      if (request.method === 'HEAD') response.end()
      else if (request.headers['x-ms-version'] === undefined) waiting.push(response)
      else response.end(content)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/container/rows.csv`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const landed = async (table: string): Promise<string> => {
    await studio.createTable(table)
    const job = await studio.start({
      table,
      sources: [
        { kind: 'blob', uri, format: 'csv', rawDataSizeBytes: content.length, ignoreFirstRecord: true },
      ],
    })
    await eventually(
      () => studio.job(job.jobId),
      ({ counts }) => counts.succeeded === 1,
    )
    return job.jobId
  }

  test('is waited for: the job has not ended before', async () => {
    const jobId = await landed('Waits')
    expect(studio.job(jobId)).toMatchObject({ status: 'running', rows: { expected: null, landed: 3 } })
    release()
    expect(await studio.settled(jobId)).toMatchObject({
      status: 'succeeded',
      rows: { expected: 3, landed: 3, refused: 0 },
      rowsAfter: 3,
    })
  })

  test('is begun again by the next start', async () => {
    const jobId = await landed('CountedLater')
    await studio.closeJobs()
    waiting.splice(0)
    await studio.open()
    await eventually(
      () => waiting.length,
      (count) => count === 1,
    )
    expect(studio.job(jobId).status).toBe('running')
    release()
    expect(await studio.settled(jobId)).toMatchObject({
      status: 'succeeded',
      rows: { expected: 3, landed: 3 },
    })
  })

  test('is abandoned when the user stops waiting, and the job ends as unknown', async () => {
    const jobId = await landed('NotCounted')
    await studio.jobs.cancel({ jobId })
    expect(await studio.settled(jobId, 5000)).toMatchObject({
      status: 'succeeded',
      rows: { expected: null, landed: 3 },
      rowsAfter: 3,
    })
    waiting.splice(0)
  })

  test('is abandoned when nobody waits for it any more', async () => {
    await studio.createTable('GivenUp', 'a: long, b: string', 500)
    const job = await studio.start({
      table: 'GivenUp',
      sources: [{ kind: 'blob', uri, format: 'csv', rawDataSizeBytes: content.length }],
    })
    await eventually(
      () => waiting.length,
      (count) => count === 1,
    )
    await studio.jobs.cancel({ jobId: job.jobId })
    expect(await studio.settled(job.jobId, 5000)).toMatchObject({
      status: 'needsAttention',
      rows: { expected: null },
    })
  })
})

test('what cannot be counted is reported as unknown and delays nothing', async () => {
  await studio.createTable('Damaged')
  const whole = gzipSync(csvWithHeader(2000))
  const job = await studio.start({
    table: 'Damaged',
    sources: [
      {
        kind: 'file',
        handle: studio.file('cut.csv.gz', whole.subarray(0, whole.length - 40)),
        format: 'csv',
      },
    ],
  })
  const settled = await studio.settled(job.jobId)
  expect(settled.rows.expected).toBeNull()
  expect(settled.status).not.toBe('running')
})
