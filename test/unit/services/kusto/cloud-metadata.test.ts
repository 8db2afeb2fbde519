import { describe, expect, it } from 'vitest'
import { checkCloud } from '../../../../electron/services/kusto/cloud-metadata'

const publicCloud = {
  LoginEndpoint: 'https://login.microsoftonline.com',
  LoginMfaRequired: false,
  KustoClientAppId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
  KustoClientRedirectUri: 'https://microsoft/kustoclient',
  KustoServiceResourceId: 'https://kusto.kusto.windows.net',
  FirstPartyAuthorityUrl: 'https://login.microsoftonline.com/x',
}
const answer = (change: Partial<typeof publicCloud>, status = 200): { status: number; body: unknown } => ({
  status,
  body: { AzureAD: { ...publicCloud, ...change } },
})
const check = (
  given: { status: number; body: unknown },
  host = 'mine.westeurope.kusto.windows.net',
): unknown => checkCloud(given, host, 'Cluster x').cloud

describe('checkCloud', () => {
  it('accepts what the cluster’s own cloud says', () => {
    expect(check(answer({}))).toEqual({
      authorityHost: 'https://login.microsoftonline.com',
      clientId: publicCloud.KustoClientAppId,
      scope: 'https://kusto.kusto.windows.net/.default',
    })
    expect(check(answer({ LoginMfaRequired: true }))).toMatchObject({
      scope: 'https://kusto.kustomfa.windows.net/.default',
    })
    const government = {
      LoginEndpoint: 'https://login.microsoftonline.us',
      KustoServiceResourceId: 'https://kusto.kusto.usgovcloudapi.net',
    }
    expect(check(answer(government), 'mine.kusto.usgovcloudapi.net')).toMatchObject({
      scope: 'https://kusto.kusto.usgovcloudapi.net/.default',
    })
  })

  it.each([
    'https://mine.westeurope.kusto.windows.net',
    'https://mine.westeurope.kusto.windows.net/',
    'https://kusto.kusto.fabric.microsoft.com',
  ])('accepts the cluster itself, and what its cloud shares: %s', (KustoServiceResourceId) => {
    expect(check(answer({ KustoServiceResourceId }))).toBeDefined()
  })

  it('uses the public cloud if there is no metadata', () => {
    expect(check({ status: 404, body: '' })).toMatchObject({
      authorityHost: 'https://login.microsoftonline.com',
    })
    expect(check({ status: 200, body: { AzureAD: null } })).toMatchObject({
      scope: 'https://kusto.kusto.windows.net/.default',
    })
  })

  it.each([
    { LoginEndpoint: 'https://login.evil.example' },
    { LoginEndpoint: 'https://login.microsoftonline.com.evil.example' },
    { LoginEndpoint: 'https://login.microsoftonline.us' },
    { KustoServiceResourceId: 'https://graph.microsoft.com' },
    { KustoServiceResourceId: 'https://vault.azure.net/?.kusto.windows.net' },
    { KustoServiceResourceId: 'https://other.westeurope.kusto.windows.net' },
    { KustoServiceResourceId: 'https://kusto.kusto.usgovcloudapi.net' },
    { KustoServiceResourceId: 'http://kusto.kusto.windows.net' },
  ])('refuses a foreign authority or resource: %j', (change) => {
    expect(() => check(answer(change))).toThrow(expect.objectContaining({ code: 'ClusterRefused' }))
  })

  it.each([
    [{ status: 200, body: '<html>' }, 'ResponseMalformed'],
    [answer({ KustoClientAppId: 'not an id' }), 'ResponseMalformed'],
    [{ status: 503, body: '' }, 'ClusterRefused'],
    [{ status: 302, body: '' }, 'ClusterRefused'],
  ])('refuses an answer that is none: %j', (given, code) => {
    expect(() => check(given)).toThrow(expect.objectContaining({ code }))
  })
})
