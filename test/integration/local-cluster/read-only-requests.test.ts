import { beforeEach, describe, expect, it } from 'vitest'
import { rawRequest } from '../../support/raw-request'
import { sharedCluster } from '../../support/shared-cluster'

const { client, cluster } = await sharedCluster()
beforeEach(() => client.rows('.create-merge table T (a: int)'))

interface Answer {
  readonly status: number
  readonly error: string
}

async function send(
  path: string,
  csl: string,
  options: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = JSON.stringify({ db: cluster.database, csl, properties: { Options: options } })
  const answer = await rawRequest(cluster.clusterUri, path, { body, headers })
  const { error } = JSON.parse(answer.body.toString('utf8')) as { error?: Record<string, unknown> }
  return { status: answer.status, error: String(error?.['@message'] ?? '') }
}

const isThere = async (): Promise<boolean> =>
  (await client.rows(".show tables | where TableName == 'T'")).length === 1

describe.each(['/v1/rest/query', '/v2/rest/query'])('the query endpoint %s', (path) => {
  it.each(['.show tables', '// a comment\n.show tables', '.show tables | count'])(
    'serves %j',
    async (csl) => {
      expect(await send(path, csl)).toEqual({ status: 200, error: '' })
    },
  )

  it.each([
    '.drop table T',
    '// x\n.drop table T',
    '\ufeff .drop table T',
    '// x\r.drop table T',
    '.get kusto identity token',
  ])('refuses %j and says where it belongs', async (csl) => {
    const answer = await send(path, csl)
    expect(answer.status).toBe(400)
    expect(answer.error).toContain('/v1/rest/mgmt')
    expect(await isThere()).toBe(true)
  })
})

describe('a request that is read-only', () => {
  it.each<readonly [string, object, Record<string, string>]>([
    ['by an option', { request_readonly: true }, {}],
    ['by a stricter option', { request_readonly_hardline: true }, {}],
    ['by the option as text, in another case', { Request_ReadOnly: 'True' }, {}],
    ['by a header', {}, { 'x-ms-readonly': 'true' }],
    ['by a header without a value', {}, { 'x-ms-readonly': '' }],
  ])('writes nothing: %s', async (_how, options, headers) => {
    const answer = await send('/v1/rest/mgmt', '.drop table T', options, headers)
    expect(answer.status).toBe(400)
    expect(answer.error).toContain('read-only')
    expect(await isThere()).toBe(true)
    expect((await send('/v1/rest/mgmt', '.show tables', options, headers)).status).toBe(200)
    expect((await send('/v2/rest/query', 'T | count', options, headers)).status).toBe(200)
  })

  it('is not read-only if it says false', async () => {
    const answer = await send(
      '/v1/rest/mgmt',
      '.drop table T',
      { request_readonly: false },
      { 'x-ms-readonly': 'false' },
    )
    expect(answer.status).toBe(200)
    expect(await isThere()).toBe(false)
  })
})
