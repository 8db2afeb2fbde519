import { beforeEach, describe, expect, it } from 'vitest'
import type { StatusEntity } from '../../support/cluster-client'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (N: int, S: string, B: bool)')
})

const uneven = 'N,S,B,X\n1,"a,\nb"\n2\n3,c,true\n4,d,false,"e\n"",f",g\n5'
const fitted = [
  { N: 1, S: 'a,\nb', B: null },
  { N: 2, S: '', B: null },
  { N: 3, S: 'c', B: true },
  { N: 4, S: 'd', B: false },
  { N: 5, S: '', B: null },
]

const ingest = async (content: string, properties: Record<string, unknown>): Promise<StatusEntity> =>
  client.ended(await client.ingest(content, { properties: { ignoreFirstRecord: true, ...properties } }))

describe('records of uneven length', () => {
  it.each([
    ['nothing is to be validated', { ValidationPolicy: { ValidationOptions: 0, ValidationImplications: 0 } }],
    [
      'as the Java client says it',
      { validationPolicy: { validationOptions: 'DoNotValidate', validationPolicyType: 'Fail' } },
    ],
    [
      'validation is a best effort',
      { validationPolicy: '{"ValidationOptions":1,"ValidationImplications":1}' },
    ],
    [
      'no implication is given',
      { validationPolicy: { ValidationOptions: 'ValidateCsvInputConstantColumns' } },
    ],
    [
      'values alone are to be validated, as a best effort',
      { validationPolicy: '{"ValidationOptions":2,"ValidationImplications":1}' },
    ],
  ])('land where %s', async (_when, properties) => {
    expect(await ingest(uneven, properties)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows('T | order by N asc')).toEqual(fitted)
  })

  it.each([
    ['there is no policy', {}],
    [
      'the policy wants constant columns',
      { validationPolicy: { ValidationOptions: 1, ValidationImplications: 0 } },
    ],
    [
      'as names',
      {
        ValidationPolicy:
          '{"ValidationOptions":"ValidateCsvInputConstantColumns","ValidationImplications":"Fail"}',
      },
    ],
  ])('fail their blob where %s', async (_when, properties) => {
    expect(await ingest(uneven, properties)).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'Stream_WrongNumberOfFields',
      Details: expect.stringContaining('Record 3') as string,
    })
    expect(await client.count('T')).toBe(0)
  })

  it('take the fields that a mapping asks for', async () => {
    const mapping = [
      { column: 'S', Properties: { Ordinal: 3 } },
      { column: 'N', Properties: { Ordinal: 0 } },
    ]
    const properties = {
      ingestionMapping: JSON.stringify(mapping),
      validationPolicy: '{"ValidationOptions":0}',
    }
    expect(await ingest('h\n1\n2,x,y,z,\n3,x,y\n', properties)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows('T | project N, S | order by N asc')).toEqual([
      { N: 1, S: '' },
      { N: 2, S: 'z' },
      { N: 3, S: '' },
    ])
  })

  it('do not excuse a quote that is not closed', async () => {
    expect(await ingest('h\n1\n2,"x\n', { validationPolicy: '{"ValidationOptions":0}' })).toMatchObject({
      ErrorCode: 'Stream_ClosingQuoteMissing',
    })
  })

  it('do not share a batch with blobs of another policy', async () => {
    const urls = [await client.upload('1\n2,b\n'), await client.upload('3\n4,d\n')]
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan": "00:00:10"}'`)
    const properties = { validationPolicy: '{"ValidationOptions":0}' }
    const strict = await client.post(urls[0] ?? '')
    const loose = await client.post(urls[1] ?? '', { properties })
    expect(await client.ended(strict)).toMatchObject({ Status: 'Failed' })
    expect(await client.ended(loose)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows('T | project N | order by N asc')).toEqual([{ N: 3 }, { N: 4 }])
  })
})

describe('a policy', () => {
  it.each([
    '{"ValidationOptions":7}',
    'x',
    '[]',
    '{"ValidationOptions":1,"ValidationImplications":"Maybe"}',
    '5',
  ])('that is none (%s) fails the item', async (validationPolicy) => {
    expect(await ingest('h\n1\n', { validationPolicy })).toMatchObject({
      ErrorCode: 'BadRequest_MalformedIngestionProperty',
      Details: expect.stringContaining('validationPolicy') as string,
    })
  })

  it('with a validation that the cluster lacks is refused by name, for delimited text', async () => {
    const validationPolicy = '{"ValidationOptions":2,"ValidationImplications":0}'
    expect(await ingest('h\n1\n', { validationPolicy })).toMatchObject({
      ErrorCode: 'BadRequest_NotSupported',
      Details: expect.stringContaining('ValidateCsvInputColumnLevelOnly') as string,
    })
    expect(await ingest('{"N":1}\n', { validationPolicy, format: 'json' })).toMatchObject({
      Status: 'Succeeded',
    })
  })

  it('holds in commands too', async () => {
    const policy = `'{"ValidationOptions":0}'`
    await client.rows(`.ingest inline into table T with (validationPolicy=${policy}) <|\n1,a\n2`)
    expect(await client.count('T')).toBe(2)
    await expect(client.rows('.ingest inline into table T <|\n1,a\n2')).rejects.toMatchObject({
      response: { data: { error: { code: 'Stream_WrongNumberOfFields' } } },
    })
  })
})
