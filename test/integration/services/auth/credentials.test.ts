import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readAppIdentity } from '../../../../electron/services/auth/app-identity'
import type { SharedCredential } from '../../../../electron/services/auth/credentials'
import { signInByHand } from '../../../support/cloud/browser.mjs'
import { directory } from '../../../support/cloud/mock-entra'
import { rsaIdentity } from '../../../support/rsa-identity'
import { eventually } from '../../../support/eventually'
import { browser, CredentialsUnderTest, scope } from './credentials-under-test'

const chromiumPath = '/usr/bin/chromium'

let test: CredentialsUnderTest
const credentialWith: CredentialsUnderTest['credential'] = (use, options) => test.credential(use, options)

beforeAll(async () => {
  test = await CredentialsUnderTest.start()
})
afterAll(() => test.close())
beforeEach(() => test.begin())
afterEach(() => test.end())

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

const redirectPort = (): number =>
  Number(new URL(new URL(test.opened[0] ?? '').searchParams.get('redirect_uri') ?? '').port)
const nobody = (): Promise<void> => Promise.resolve()
const accountOf = (credential: SharedCredential): string | undefined => {
  const state = credential.state()
  return state.kind === 'signedIn' ? state.account : undefined
}

describe('signing in by browser', () => {
  it('asks once for 20 sign-ins and 20 tokens at a time, with a proof key', async () => {
    const credential = await credentialWith()
    const signIns = Array.from({ length: 20 }, () => credential.signIn(scope, browser))
    const tokens = Array.from({ length: 20 }, () => credential.getToken(scope))
    await Promise.all(signIns)
    expect(new Set((await Promise.all(tokens)).map(({ token }) => token)).size).toBe(1)
    expect(test.opened).toHaveLength(1)
    expect(test.entra.authorizes).toBe(1)
    expect(test.entra.requestsOf('authorization_code')[0]?.get('code_verifier')).toBeTruthy()
    expect(credential.state()).toEqual({
      kind: 'signedIn',
      account: directory.user.name,
      tenant: directory.tenant,
      way: 'browser',
      kept: false,
    })
  })

  // Debian's Chromium, if this machine has it.
  it.skipIf(!existsSync(chromiumPath))(
    'takes a real browser, in which the user presses a button',
    async () => {
      const chrome = await chromium.launch({
        executablePath: chromiumPath,
        args: [
          '--no-sandbox',
          `--host-resolver-rules=MAP login.microsoftonline.com:443 127.0.0.1:${test.entra.port}`,
        ],
      })
      try {
        const page = await (await chrome.newContext({ ignoreHTTPSErrors: true })).newPage()
        const credential = await credentialWith(async (url) => {
          await page.goto(url)
          await page.getByRole('button', { name: directory.user.name }).click()
        })
        await credential.signIn(scope, browser)
        expect(accountOf(credential)).toBe(directory.user.name)
        await page.waitForURL((url) => url.hostname === 'localhost')
        expect(await page.content()).not.toContain('CANARY')
      } finally {
        await chrome.close()
      }
    },
    30_000,
  )

  it('renews silently, for other clusters and once a token has expired', async () => {
    test.entra.lifetime = 1
    const credential = await credentialWith()
    await credential.signIn(scope, browser)
    await credential.getToken('https://other.westeurope.kusto.windows.net/.default')
    const one = await credential.getToken(scope)
    const two = await credential.getToken(scope)
    expect(two.token).not.toBe(one.token)
    expect(test.entra.requestsOf('refresh_token').length).toBeGreaterThan(1)
    expect(test.entra.authorizes).toBe(1)
  })

  it('signs in to the directory that the user names, in a cloud that discovery does not know', async () => {
    const credential = await credentialWith(undefined, {
      authorityHost: 'https://login.sovcloud-identity.fr',
    })
    await credential.signIn(scope, { way: 'browser', tenant: 'contoso.example' })
    expect(new URL(test.opened[0] ?? '').host).toBe('login.sovcloud-identity.fr')
    expect(new URL(test.opened[0] ?? '').pathname).toContain('/contoso.example/')
    expect(credential.state()).toMatchObject({ tenant: 'contoso.example' })
  })

  it('goes on while one of two windows waits, and ends with the last', async () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const credential = await credentialWith(nobody)
    const one = credential.signIn(scope, browser, first.signal)
    const two = credential.signIn(scope, browser, second.signal)
    await vi.waitFor(() => expect(test.opened).toHaveLength(1))
    first.abort()
    await expect(one).rejects.toMatchObject({ code: 'Canceled' })
    expect(credential.state().kind).toBe('signingIn')
    await signInByHand(test.opened[0] ?? '')
    await two
    expect(accountOf(credential)).toBe(directory.user.name)

    const third = new AbortController()
    const again = credential.signIn(scope, browser, third.signal)
    await vi.waitFor(() => expect(test.opened).toHaveLength(2))
    third.abort()
    await expect(again).rejects.toMatchObject({ code: 'Canceled' })
    expect(accountOf(credential)).toBe(directory.user.name)
  })

  it('ends within a second when its user cancels, lets go of the port, and works the next time', async () => {
    const credential = await credentialWith(nobody)
    const controller = new AbortController()
    const signIn = credential.signIn(scope, browser, controller.signal)
    await vi.waitFor(() => expect(test.opened).toHaveLength(1))
    expect(await isListening(redirectPort())).toBe(true)
    const began = performance.now()
    controller.abort()
    await expect(signIn).rejects.toMatchObject({ code: 'Canceled' })
    expect(performance.now() - began).toBeLessThan(1000)
    await vi.waitFor(async () => expect(await isListening(redirectPort())).toBe(false))
    const next = credential.signIn(scope, browser)
    await vi.waitFor(() => expect(test.opened).toHaveLength(2))
    await signInByHand(test.opened[1] ?? '')
    await next
  })

  it('ends at its deadline, before or after the browser has opened', async () => {
    const slow = await credentialWith(nobody, { signInTimeoutMs: 300 })
    await expect(slow.signIn(scope, browser)).rejects.toMatchObject({ code: 'SignInTimedOut' })
    await vi.waitFor(async () => expect(await isListening(redirectPort())).toBe(false))
    const none = await credentialWith(nobody, { signInTimeoutMs: 0 })
    await expect(none.signIn(scope, browser)).rejects.toMatchObject({ code: 'SignInTimedOut' })
    expect(test.opened).toHaveLength(1)
  })

  it('says that the user refused, and that there is no browser', async () => {
    const refused = await credentialWith((url) => signInByHand(url, 'no'))
    await expect(refused.signIn(scope, browser)).rejects.toMatchObject({
      code: 'SignInFailed',
      message: 'The sign-in was refused in the browser.',
    })
    const missing = await credentialWith(nobody, {
      openBrowser: () => Promise.reject(new Error('spawn ENOENT')),
    })
    await expect(missing.signIn(scope, browser)).rejects.toMatchObject({
      code: 'SignInFailed',
      message: 'No browser could be opened for the sign-in.',
    })
  })

  it('is not completed by a code from elsewhere', async () => {
    const credential = await credentialWith(nobody)
    const signIn = credential.signIn(scope, browser)
    await vi.waitFor(() => expect(test.opened).toHaveLength(1))
    const foreign = new URLSearchParams({ code: 'CODE-OF-SOMEONE-ELSE', state: 'x' })
    await fetch(`http://127.0.0.1:${redirectPort()}/`, { method: 'POST', body: foreign })
    await expect(signIn).rejects.toMatchObject({ code: 'SignInFailed' })
    expect(credential.state().kind).toBe('signedOut')
  })
})

describe('signing in otherwise', () => {
  it('shows a code for another device, and signs in once it was entered', async () => {
    const credential = await credentialWith()
    const codes: string[] = []
    credential.onChange((state) => {
      if (state.kind === 'signingIn' && state.deviceCode !== null) codes.push(state.deviceCode.userCode)
    })
    const signIn = credential.signIn(scope, { way: 'deviceCode', tenant: null })
    await eventually(
      () => codes,
      (list) => list.length > 0,
    )
    expect(test.entra.approveDevice(codes[0] ?? '')).toBe(true)
    await signIn
    expect(credential.state()).toMatchObject({
      kind: 'signedIn',
      way: 'deviceCode',
      account: directory.user.name,
    })
    test.entra.lifetime = 3600
    await credential.getToken('https://b.kusto.windows.net/.default')
    expect(test.opened).toHaveLength(0)
  })

  it('signs in as an application by key, and says that the key is wrong', async () => {
    const app = { clientId: directory.app.id, tenantId: directory.tenant }
    const asApp = { way: 'application', tenant: null } as const
    const byKey = await credentialWith(undefined, {
      app: { ...app, proof: { secret: directory.app.secret } },
    })
    await byKey.signIn(scope, asApp)
    expect(accountOf(byKey)).toBe(`application ${directory.app.id}`)
    const wrong = await credentialWith(undefined, { app: { ...app, proof: { secret: 'WRONG-CANARY' } } })
    const failure = await wrong.signIn(scope, asApp).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'SignInFailed',
      message: 'The application could not prove who it is.',
    })
    expect(JSON.stringify(failure)).not.toContain('CANARY')
    const none = await credentialWith()
    await expect(none.signIn(scope, asApp)).rejects.toMatchObject({ code: 'RequestInvalid' })
    expect(test.kept()).toBe('')
  })

  it('signs in as an application with the certificate that the environment names, and with no other', async () => {
    const own = rsaIdentity(test.folder, 'own')
    test.entra.appCertificate = readFileSync(own, 'utf8')
    const signInWith = async (path: string): Promise<SharedCredential> => {
      const app = readAppIdentity({
        AZURE_CLIENT_ID: directory.app.id,
        AZURE_TENANT_ID: directory.tenant,
        AZURE_CLIENT_CERTIFICATE_PATH: path,
      })
      const credential = await credentialWith(undefined, { app })
      await credential.signIn(scope, { way: 'application', tenant: null })
      return credential
    }
    expect(accountOf(await signInWith(own))).toBe(`application ${directory.app.id}`)
    await expect(signInWith(rsaIdentity(test.folder, 'other'))).rejects.toMatchObject({
      code: 'SignInFailed',
      message: 'The application could not prove who it is.',
    })
  })
})

describe('tokens', () => {
  it('are never asked of the user by a job', async () => {
    const credential = await credentialWith()
    await expect(credential.getToken(scope)).rejects.toMatchObject({ code: 'SignInNeeded' })
    expect(test.opened).toHaveLength(0)
  })

  it('tell a sign-in that was taken back from a network that is down, and from a service in trouble', async () => {
    test.entra.lifetime = 1
    const credential = await credentialWith()
    await credential.signIn(scope, browser)
    test.entra.faults.push({ status: 503, times: 9 })
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      code: 'ClusterUnreachable',
      retryable: true,
    })
    expect(credential.state().kind).toBe('signedIn')
    test.entra.faults.length = 0
    await credential.getToken(scope)
    test.entra.revoke()
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      code: 'SignInNeeded',
      message: 'The sign-in has expired, or was taken back.',
    })
    expect(credential.state()).toEqual({ kind: 'signedOut', expired: directory.user.name })
  }, 30_000)

  it('that need a further step say so, and the next sign-in takes it', async () => {
    test.entra.lifetime = 1
    const credential = await credentialWith()
    await credential.signIn(scope, browser)
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    test.entra.faults.push({
      status: 400,
      error: 'interaction_required',
      description: 'AADSTS50076: MFA',
      claims,
    })
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      code: 'SignInNeeded',
      message: 'Your organization asks for a further step before it lets you in.',
    })
    await credential.signIn(scope, browser)
    expect(new URL(test.opened[1] ?? '').searchParams.get('claims')).toContain('"c1"')
    await credential.getToken(scope)
  })

  it('are fetched by a sign-in on demand, once, if it was asked for', async () => {
    const credential = await credentialWith((url) => signInByHand(url, 'no'), { whenNeeded: browser })
    const asked = await Promise.allSettled([credential.getToken(scope), credential.getToken(scope)])
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(credential.getToken(scope)).rejects.toMatchObject({ code: 'SignInFailed' })
    expect(test.opened).toHaveLength(1)
  })

  it.each([
    'https://graph.microsoft.com/.default',
    'https://kusto.windows.net.evil.example/.default',
    'https://evil.example/?x=.kusto.windows.net/.default',
    'http://help.kusto.windows.net/.default',
    'https://127.0.0.1/.default',
    'https://help.kusto.windows.net/user_impersonation',
    'https://.kusto.windows.net/.default',
  ])('are not asked for with the scope %s', async (hostile) => {
    const credential = await credentialWith()
    await expect(credential.getToken(hostile)).rejects.toMatchObject({ code: 'SignInFailed' })
    await expect(credential.signIn(hostile, browser)).rejects.toMatchObject({ code: 'SignInFailed' })
    expect(test.opened).toHaveLength(0)
  })
})
