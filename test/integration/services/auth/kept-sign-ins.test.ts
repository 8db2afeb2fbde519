import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { KeyStore } from '../../../../electron/services/auth/key-store'
import { directory } from '../../../support/cloud/mock-entra'
import { eventually } from '../../../support/eventually'
import { browser, CredentialsUnderTest, keyStore, scope } from './credentials-under-test'

let test: CredentialsUnderTest
const credentialWith: CredentialsUnderTest['credential'] = (use, options) => test.credential(use, options)

beforeAll(async () => {
  test = await CredentialsUnderTest.start()
})
afterAll(() => test.close())
beforeEach(() => test.begin())
afterEach(() => test.end())

describe('the next start', () => {
  it('is signed in silently where the system keeps secrets, and nothing is written in clear', async () => {
    const before = await credentialWith(undefined, { keys: keyStore })
    await before.signIn(scope, browser)
    expect(before.state()).toMatchObject({ kept: true })
    expect(test.kept()).toContain(directory.user.name)
    expect(test.kept()).not.toMatch(/CANARY|eyJ[\w-]+\./)
    const after = await credentialWith(undefined, { keys: keyStore })
    expect(after.state()).toMatchObject({ kind: 'signedIn', account: directory.user.name, kept: true })
    await after.getToken('https://c.kusto.windows.net/.default')
    // What this start renewed is kept as well.
    test.entra.revokeAllBut(1)
    const third = await eventually(
      async () => {
        const credential = await credentialWith(undefined, { keys: keyStore })
        return await credential.getToken('https://d.kusto.windows.net/.default').catch(() => undefined)
      },
      (token) => token !== undefined,
    )
    expect(third).toBeDefined()
    expect(test.opened).toHaveLength(1)
  })

  it('is signed out where it does not, and nothing was written', async () => {
    const before = await credentialWith()
    await before.signIn(scope, browser)
    expect(before.state()).toMatchObject({ kind: 'signedIn', kept: false })
    expect(test.kept()).toBe('')
    const after = await credentialWith()
    expect(after.state()).toEqual({ kind: 'signedOut', expired: null })
  })

  it('is not signed in another way than the one that is asked for', async () => {
    await (await credentialWith(undefined, { keys: keyStore })).signIn(scope, browser)
    const same = await credentialWith(undefined, { keys: keyStore, whenNeeded: browser })
    expect(same.state()).toMatchObject({ kind: 'signedIn' })
    const whenNeeded = { way: 'azureCli', tenant: null } as const
    const other = await credentialWith(undefined, { keys: keyStore, whenNeeded })
    expect(other.state()).toEqual({ kind: 'signedOut', expired: null })
  })

  it('is signed out if another user encrypted it, or the file is damaged', async () => {
    await (await credentialWith(undefined, { keys: keyStore })).signIn(scope, browser)
    const other: KeyStore = { ...keyStore, decrypt: () => Promise.reject(new Error('wrong key')) }
    expect((await credentialWith(undefined, { keys: other })).state().kind).toBe('signedOut')
    const garbled: KeyStore = { ...keyStore, decrypt: () => Promise.resolve('not a cache') }
    const credential = await credentialWith(undefined, { keys: garbled })
    await expect(credential.getToken(scope)).rejects.toMatchObject({ code: 'SignInNeeded' })
  })

  it('knows nothing after signing out', async () => {
    const before = await credentialWith(undefined, { keys: keyStore })
    await before.signIn(scope, browser)
    const again = before.signIn(scope, browser).catch((error: unknown) => error)
    await before.signOut()
    expect(await again).toMatchObject({ code: 'Canceled' })
    expect(before.state()).toEqual({ kind: 'signedOut', expired: null })
    expect(readdirSync(test.folder)).toEqual([])
    await expect(before.getToken(scope)).rejects.toMatchObject({ code: 'SignInNeeded' })
    expect((await credentialWith(undefined, { keys: keyStore })).state().kind).toBe('signedOut')
  })
})
