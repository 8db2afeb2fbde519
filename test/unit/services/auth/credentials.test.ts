import { connect } from 'node:net'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createSharedCredential, type SharedCredential } from '../../../../electron/services/auth/credentials'
import { FakeAuthority, finishSignIn, refuseSignIn } from './fake-authority'

const scope = 'https://help.kusto.windows.net/.default'

let authority: FakeAuthority
let opened: string[]

beforeEach(() => {
  authority = new FakeAuthority()
  opened = []
})

function credentialWith(browser: (url: string) => Promise<void>, signInTimeoutMs?: number): SharedCredential {
  return createSharedCredential({
    authorityHost: 'https://login.microsoftonline.com',
    clientId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
    httpClient: authority.httpClient,
    signInTimeoutMs,
    openBrowser: (url) => {
      opened.push(url)
      return browser(url)
    },
  })
}

const afterwards = async (url: string): Promise<void> => {
  setTimeout(() => void finishSignIn(url), 20)
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

const redirectPort = (): number =>
  Number(new URL(new URL(opened[0] ?? '').searchParams.get('redirect_uri') ?? '').port)

describe('shared credential', () => {
  it('opens one tab for 20 sign-ins and 20 token requests at once', async () => {
    const credential = credentialWith(afterwards)
    const signIns = Array.from({ length: 20 }, () => credential.signIn(scope))
    const tokens = Array.from({ length: 20 }, () => credential.getToken(scope))
    expect(new Set(await Promise.all(signIns))).toEqual(new Set(['ada@contoso.com']))
    expect(new Set((await Promise.all(tokens)).map((token) => token.token))).toEqual(
      new Set([`TOKEN-FOR-${scope}`]),
    )
    expect(opened).toHaveLength(1)
    expect(authority.tokenRequests).toHaveLength(1)
    expect(authority.tokenRequests[0]?.get('code_verifier')).toBeTruthy()
    expect(credential.account()).toBe('ada@contoso.com')
  })

  it('gets a token for another cluster silently', async () => {
    const credential = credentialWith(afterwards)
    await credential.signIn(scope)
    const other = await credential.getToken(['https://other.westeurope.kusto.windows.net/.default'])
    expect(other.token).toBe('TOKEN-FOR-https://other.westeurope.kusto.windows.net/.default')
    expect(opened).toHaveLength(1)
  })

  it('never opens a browser for a token', async () => {
    const credential = credentialWith(afterwards)
    await expect(credential.getToken(scope)).rejects.toMatchObject({ code: 'SignInNeeded' })
    await credential.signIn(scope)
    authority.refuses = true
    await expect(credential.getToken('https://b.kusto.windows.net/.default')).rejects.toMatchObject({
      code: 'SignInNeeded',
    })
    credential.signOut()
    await expect(credential.getToken(scope)).rejects.toMatchObject({ code: 'SignInNeeded' })
    expect(opened).toHaveLength(1)
    expect(credential.account()).toBeNull()
  })

  it('distinguishes a network that is down from an expired sign-in', async () => {
    const credential = credentialWith(afterwards)
    await credential.signIn(scope)
    authority.isDown = true
    await expect(credential.getToken('https://b.kusto.windows.net/.default')).rejects.toMatchObject({
      code: 'ClusterUnreachable',
      retryable: true,
    })
    authority.isDown = false
    await expect(credential.getToken('https://b.kusto.windows.net/.default')).resolves.toBeDefined()
  })

  it.each([
    'https://graph.microsoft.com/.default',
    'https://kusto.windows.net.evil.example/.default',
    'https://evil.example/?x=.kusto.windows.net/.default',
    'http://help.kusto.windows.net/.default',
    'https://127.0.0.1/.default',
    'https://help.kusto.windows.net/user_impersonation',
    'https://.kusto.windows.net/.default',
  ])('asks for no token with the scope %s', async (hostile) => {
    const credential = credentialWith(afterwards)
    await credential.signIn(scope)
    await expect(credential.getToken(hostile)).rejects.toMatchObject({ code: 'SignInFailed' })
    await expect(credential.signIn(hostile)).rejects.toMatchObject({ code: 'SignInFailed' })
    expect(opened).toHaveLength(1)
    expect(authority.tokenRequests).toHaveLength(1)
  })

  it('ends when its user cancels, lets go of the port, and works the next time', async () => {
    const browser = vi.fn<(url: string) => Promise<void>>().mockResolvedValueOnce(undefined)
    browser.mockImplementation(afterwards)
    const credential = credentialWith(browser)
    const controller = new AbortController()
    const signIn = credential.signIn(scope, controller.signal)
    await vi.waitFor(() => expect(opened).toHaveLength(1))
    expect(await isListening(redirectPort())).toBe(true)
    controller.abort()
    await expect(signIn).rejects.toMatchObject({ code: 'Canceled' })
    await vi.waitFor(async () => expect(await isListening(redirectPort())).toBe(false))
    await expect(credential.signIn(scope)).resolves.toBe('ada@contoso.com')
  })

  it('goes on for a second window when the window that began it cancels or closes', async () => {
    const credential = credentialWith(() => Promise.resolve())
    const first = new AbortController()
    const begun = credential.signIn(scope, first.signal)
    const joined = credential.signIn(scope, new AbortController().signal)
    await vi.waitFor(() => expect(opened).toHaveLength(1))
    first.abort()
    await expect(begun).rejects.toMatchObject({ code: 'Canceled' })
    await finishSignIn(opened[0] ?? '')
    await expect(joined).resolves.toBe('ada@contoso.com')
    expect(opened).toHaveLength(1)
  })

  it('ends at its deadline', async () => {
    const credential = credentialWith(() => Promise.resolve(), 1000)
    await expect(credential.signIn(scope)).rejects.toMatchObject({ code: 'SignInTimedOut' })
    await vi.waitFor(async () => expect(await isListening(redirectPort())).toBe(false))
  })

  it('opens no browser when its deadline comes first', async () => {
    const credential = credentialWith(() => Promise.resolve(), 0)
    await expect(credential.signIn(scope)).rejects.toMatchObject({ code: 'SignInTimedOut' })
    await expect(credential.signIn(scope)).rejects.toMatchObject({ code: 'SignInTimedOut' })
    expect(opened).toHaveLength(0)
  })

  it('says that the user refused, and that there is no browser', async () => {
    const refused = credentialWith(async (url) => {
      setTimeout(() => void refuseSignIn(url), 10)
    })
    await expect(refused.signIn(scope)).rejects.toMatchObject({
      code: 'SignInFailed',
      message: 'The sign-in was refused in the browser.',
    })
    const missing = credentialWith(() => Promise.reject(new Error('spawn xdg-open ENOENT')))
    await expect(missing.signIn(scope)).rejects.toMatchObject({
      code: 'SignInFailed',
      message: 'No browser could be opened for the sign-in.',
    })
    await vi.waitFor(async () => expect(await isListening(redirectPort())).toBe(false))
  })
})
