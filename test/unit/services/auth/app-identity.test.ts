import { describe, expect, it } from 'vitest'
import { readAppIdentity } from '../../../../electron/services/auth/app-identity'

const own = { KUSTO_STUDIO_APP_ID: 'a', KUSTO_STUDIO_APP_TENANT: 't', KUSTO_STUDIO_APP_KEY: 'k' }
const azure = { AZURE_CLIENT_ID: 'b', AZURE_TENANT_ID: 'u', AZURE_CLIENT_SECRET: 's' }

describe('the application in the environment', () => {
  it('is read from our own names first, then from those of Azure', () => {
    expect(readAppIdentity({ ...azure, ...own })).toEqual({
      clientId: 'a',
      tenantId: 't',
      proof: { secret: 'k' },
    })
    expect(readAppIdentity(azure)).toEqual({ clientId: 'b', tenantId: 'u', proof: { secret: 's' } })
    expect(
      readAppIdentity({ ...azure, AZURE_CLIENT_SECRET: '', AZURE_CLIENT_CERTIFICATE_PATH: '/c.pem' }),
    ).toMatchObject({ proof: { certificatePath: '/c.pem' } })
    expect(readAppIdentity({})).toBeUndefined()
  })

  it.each([
    [{ KUSTO_STUDIO_APP_ID: 'a' }, 'KUSTO_STUDIO_APP_TENANT'],
    [{ ...own, KUSTO_STUDIO_APP_KEY: '' }, 'KUSTO_STUDIO_APP_KEY'],
  ])('is refused if a part is missing: %j', (environment, missing) => {
    expect(() => readAppIdentity(environment)).toThrow(missing)
  })
})
