import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../../electron/local-cluster/process/command-line-options'
import { readSignInRules } from '../../../electron/local-cluster/process/sign-in-rules'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { directory, MockEntra } from '../../support/cloud/mock-entra'

let entra: MockEntra
let other: MockEntra
let cluster: LocalCluster

beforeAll(async () => {
  ;[entra, other] = await Promise.all([MockEntra.start(), MockEntra.start()])
  cluster = await startLocalCluster({
    signIn: { ...entra.rules, roles: { [directory.user.name]: 'viewer', [directory.app.id]: 'ingestor' } },
  })
})
afterAll(async () => {
  await cluster.close()
  await Promise.all([entra.close(), other.close()])
})

const audience = 'https://kusto.kusto.windows.net'
const send = (csl: string, token?: string): Promise<Response> =>
  fetch(`${cluster.clusterUri}/v1/rest/mgmt`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: JSON.stringify({ db: cluster.database, csl }),
  })

describe('a cluster that people sign in to', () => {
  it.each<[string, () => string | undefined, string]>([
    ['no token', () => undefined, 'The request carries no token.'],
    ['no web token', () => 'abc', 'The token is not a JSON web token.'],
    [
      'an expired one',
      () => entra.accessToken(audience, 'user', { age: 100, lifetime: 50 }),
      'The token has expired.',
    ],
    [
      'one of the future',
      () => entra.accessToken(audience, 'user', { age: -100 }),
      'The token is not valid yet.',
    ],
    [
      'one for another service',
      () => entra.accessToken('https://graph.microsoft.com'),
      'The token is meant for another service.',
    ],
    ['one of another issuer', () => other.accessToken(audience), 'The token is signed with an unknown key.'],
    ['a changed one', () => changed(entra.accessToken(audience)), 'The signature of the token is wrong.'],
    [
      'an unsigned one',
      () => unsigned(entra.accessToken(audience)),
      'The token is not one that Entra issues.',
    ],
  ])('answers %s with 401', async (_name, token, message) => {
    const answer = await send('.show databases', token())
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain(`authorization_uri="${entra.rules.issuer}"`)
    expect(await answer.json()).toMatchObject({ error: { code: 'Unauthorized', '@message': message } })
  })

  it('lets the holder of a token do what the role allows, and answers the rest with 403', async () => {
    const [viewer, ingestor] = [entra.accessToken(audience), entra.accessToken(audience, 'app')]
    expect((await send('.show databases', viewer)).status).toBe(200)
    const refused = await send('.get ingestion resources', viewer)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'Forbidden',
        '@message': `Principal '${directory.user.name}' is not authorized to perform operation on database 'Samples'.`,
      },
    })
    expect((await send('.get ingestion resources', ingestor)).status).toBe(200)
    expect((await send('.create table T (a: long)', ingestor)).status).toBe(403)
    const stream = `${cluster.clusterUri}/v1/rest/ingest/Samples/T?streamFormat=csv`
    const headers = { authorization: `Bearer ${viewer}` }
    expect((await fetch(stream, { method: 'POST', headers, body: '1' })).status).toBe(403)
  })

  it('answers the metadata to everybody', async () => {
    expect((await fetch(`${cluster.clusterUri}/v1/rest/auth/metadata`)).status).toBe(200)
  })

  it('takes its rules from a file, and says if that is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sign-in-rules-'))
    try {
      const file = join(folder, 'rules.json')
      writeFileSync(file, JSON.stringify(entra.rules))
      expect(parseCommandLine(['--auth', file], {})).toMatchObject({ kind: 'run', signInFile: file })
      expect(readSignInRules(file)).toMatchObject({ issuer: entra.rules.issuer })
      writeFileSync(file, '{}')
      expect(() => readSignInRules(file)).toThrow(/issuer, audience and keys/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function changed(token: string): string {
  const [header = '', body = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
  const more = Buffer.from(JSON.stringify({ ...claims, exp: 4_000_000_000 })).toString('base64url')
  return [header, more, signature].join('.')
}

function unsigned(token: string): string {
  const [, body = ''] = token.split('.')
  return `${Buffer.from('{"alg":"none","kid":"x"}').toString('base64url')}.${body}.`
}
