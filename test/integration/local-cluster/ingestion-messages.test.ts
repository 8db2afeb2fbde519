import { randomUUID } from 'node:crypto'
import { QueueClient } from '@azure/storage-queue'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually'
import { sharedCluster } from '../../support/shared-cluster'

const lines: string[] = []
const { client } = await sharedCluster({ log: (line) => lines.push(line) })
await client.rows('.create table T (N: int, S: string)')

const packed = (message: unknown): string => Buffer.from(JSON.stringify(message)).toString('base64')

/** A message with the names and types that the Java client's serializer writes. */
async function postAsJava(content: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID()
  await client.postText(
    packed({
      blobPath: await client.upload(content),
      rawDataSize: content.length,
      databaseName: client.database,
      tableName: 'T',
      id,
      retainBlobOnSuccess: true,
      reportLevel: 'FailuresAndSuccesses',
      reportMethod: 'Table',
      sourceMessageCreationTime: '2024-05-06T07:08:09.123',
      flushImmediately: true,
      ingestionStatusInTable: { tableConnectionString: 'http://not.used', partitionKey: id, rowKey: id },
      additionalProperties: { format: 'csv', ignoreFirstRecord: 'false' },
      applicationForTracing: 'a',
      clientVersionForTracing: 'b',
      ...changes,
    }),
  )
  return id
}

async function failureOf(sourceId: string): Promise<Record<string, unknown>> {
  const rows = await eventually(
    () => client.rows(`.show ingestion failures | where IngestionSourceId == '${sourceId}'`),
    (found) => found.length > 0,
  )
  expect(rows).toHaveLength(1)
  return rows[0] ?? {}
}

describe('a message of the Java client', () => {
  it('goes to the queue that the client finds by a command of its own', async () => {
    const kinds = async (csl: string): Promise<unknown> =>
      (await client.rows(csl)).map(({ ResourceTypeName }) => ResourceTypeName)
    expect(await kinds('.show ingestion resources')).toEqual(await kinds('.get ingestion resources'))
  })

  it('is ingested, and its end is reported as it asks', async () => {
    const id = await postAsJava('1,java\n')
    // The client reads these as names in its own enumerations.
    expect(await client.ended(id)).toMatchObject({
      Status: 'Succeeded',
      ErrorCode: 'Unknown',
      FailureStatus: 'Unknown',
    })
    expect(await client.rows("T | where S == 'java'")).toEqual([{ N: 1, S: 'java' }])
  })

  it('may carry a mapping in that client’s form', async () => {
    const mapping = [
      { columnName: 'S', columnType: 'string', properties: { Path: '$.name' } },
      { columnName: 'N', columnType: 'int', properties: { Path: '$.number' } },
    ]
    const id = await postAsJava('{"number": 7, "name": "mapped"}\n', {
      additionalProperties: {
        format: 'json',
        ingestionMapping: JSON.stringify(mapping),
        ingestionMappingType: 'Json',
      },
    })
    expect((await client.ended(id)).Status).toBe('Succeeded')
    expect(await client.rows("T | where S == 'mapped'")).toEqual([{ N: 7, S: 'mapped' }])
  })

  it('may carry a validation policy beside its properties', async () => {
    const uneven = '8,uneven\n9,uneven,more\n'
    const refused = await postAsJava(uneven)
    expect((await client.ended(refused)).ErrorCode).toBe('Stream_WrongNumberOfFields')
    const taken = await postAsJava(uneven, {
      validationPolicy: { validationOptions: 'DoNotValidate', validationPolicyType: 'BestEffort' },
    })
    expect((await client.ended(taken)).Status).toBe('Succeeded')
    expect(await client.rows("T | where S == 'uneven' | count")).toEqual([{ Count: 2 }])
  })

  it.each([
    ['FailuresOnly', 'Queue', true],
    ['None', 'QueueAndTable', false],
    ['DoNotReport', 'Queue', false],
    [0, 0, true],
    ['1', '2', false],
  ])('is reported by level %j and method %j: failure told is %s', async (level, method, told) => {
    const queue = new QueueClient(await client.resource('FailedIngestionsQueue'))
    const before = (await queue.getProperties()).approximateMessagesCount ?? 0
    const id = await postAsJava('1,x\n', {
      tableName: 'Nope',
      reportLevel: level,
      reportMethod: method,
      ingestionStatusInTable: null,
    })
    await failureOf(id)
    // A failure is reported a moment after it is recorded; a later item's end comes after both.
    await client.ended(await postAsJava('1,after\n'))
    const after = await eventually(
      async () => (await queue.getProperties()).approximateMessagesCount ?? 0,
      (count) => !told || count > before,
    )
    expect(after - before).toBe(told ? 1 : 0)
  })
})

it('reads the keys of a message whatever their case', async () => {
  const id = randomUUID()
  await client.postText(
    packed({
      ID: id,
      BLOBPATH: await client.upload('N,S\n5,upper\n'),
      rawdatasize: '10',
      DATABASENAME: client.database,
      tablename: 'T',
      FLUSHIMMEDIATELY: 'True',
      REPORTLEVEL: 2,
      reportmethod: 1,
      INGESTIONSTATUSINTABLE: { PARTITIONKEY: id, RowKey: id },
      ADDITIONALPROPERTIES: { FORMAT: 'csv', IGNOREFIRSTRECORD: true },
    }),
  )
  expect((await client.ended(id)).Status).toBe('Succeeded')
  expect(await client.rows("T | where S == 'upper'")).toEqual([{ N: 5, S: 'upper' }])
})

describe('a message that cannot be read', () => {
  it.each([
    ['a size that is none', { RawDataSize: { bytes: 3 } }, 'RawDataSize'],
    ['a level that does not exist', { ReportLevel: 'Sometimes' }, 'ReportLevel'],
    ['no blob', { BlobPath: undefined }, 'BlobPath'],
    ['properties that are no object', { AdditionalProperties: 'format=csv' }, 'AdditionalProperties'],
  ])('fails where the sender looks: %s', async (_what, changes, key) => {
    const id = randomUUID()
    await client.postText(
      packed({
        Id: id,
        BlobPath: 'http://127.0.0.1:1/account/container/blob.csv?sig=SECRET',
        DatabaseName: client.database,
        TableName: 'T',
        IngestionStatusInTable: { partitionKey: id, rowKey: id },
        ...changes,
      }),
    )
    expect(await client.ended(id)).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'BadRequest_CorruptedMessage',
      FailureStatus: 'Permanent',
      Details: expect.stringContaining(`'${key}'`) as string,
    })
    const failure = await failureOf(id)
    expect(failure).toMatchObject({ Database: client.database, Table: 'T', ShouldRetry: false })
    if (!('BlobPath' in changes)) {
      expect(failure['IngestionSourcePath']).toBe('http://127.0.0.1:1/account/container/blob.csv')
    }
    expect(JSON.stringify(failure)).not.toContain('SECRET')
  })

  it.each([
    ['text', 'this is not a message'],
    ['bytes', Buffer.from([0, 255, 1, 254]).toString('base64')],
    ['an array', packed([1, 2])],
    ['a number', packed(5)],
    ['JSON that is cut', packed({ Id: 'x' }).slice(0, 8)],
    ['an object without anything', packed({})],
  ])('is listed as a failure though it names nobody: %s', async (_what, text) => {
    const corrupted = ".show ingestion failures | where ErrorCode == 'BadRequest_CorruptedMessage'"
    const before = (await client.rows(corrupted)).length
    await client.postText(text)
    await eventually(
      async () => (await client.rows(corrupted)).length,
      (count) => count === before + 1,
    )
    await client.postText(text)
    // A copy of it is the same failure.
    await client.ended(await postAsJava('1,after copy\n'))
    expect(await client.rows(corrupted)).toHaveLength(before + 1)
  })

  it('holds up no other message, and leaves no secret in the log', async () => {
    await client.postText('this is not a message either')
    expect((await client.ended(await postAsJava('1,beside\n'))).Status).toBe('Succeeded')
    expect(lines.join('\n')).not.toContain('SECRET')
  })
})

describe('a mapping in the Java client’s form', () => {
  it('can be saved under a name', async () => {
    const mapping = [{ columnName: 'N', columnType: 'int', properties: { Ordinal: '1' } }]
    await client.rows(
      `.create table T ingestion csv mapping "Java" ${JSON.stringify(JSON.stringify(mapping))}`,
    )
    const id = await postAsJava('kept,42\n', {
      additionalProperties: { format: 'csv', ingestionMappingReference: 'Java', ingestionMappingType: 'Csv' },
    })
    expect((await client.ended(id)).Status).toBe('Succeeded')
    expect(await client.rows('T | where N == 42')).toEqual([{ N: 42, S: '' }])
  })
})
