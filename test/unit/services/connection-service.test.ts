import { beforeEach, describe, expect, it } from 'vitest'
import type { Connection, SignInState } from '../../../electron/domain/schema/connection'
import { parseClusterUri } from '../../../electron/domain/cluster-uri'
import { StudioError } from '../../../electron/domain/studio-error'
import type { CredentialState, SharedCredential } from '../../../electron/services/auth/credentials'
import type { SignInChoice } from '../../../electron/services/auth/sign-in-options'
import { createConnectionService, type OpenConnection } from '../../../electron/services/connection-service'
import type { Cluster, ClusterRegistry } from '../../../electron/services/kusto/cluster-registry'
import { createEmitter } from '../../../electron/services/emitter'
import { createKustoConnection } from '../../../electron/services/kusto/kusto-connection'

const uri = 'https://help.kusto.windows.net'

class FakeCredential implements SharedCredential {
  readonly #changes = createEmitter<CredentialState>(() => undefined)
  readonly onChange = this.#changes.subscribe
  #state: CredentialState = { kind: 'signedOut', expired: null }
  outcome: () => Promise<string> = () => Promise.resolve('ada@contoso.com')

  state(): CredentialState {
    return this.#state
  }
  become(state: CredentialState): void {
    this.#state = state
    this.#changes.emit(state)
  }
  getToken(): Promise<never> {
    return Promise.reject(new StudioError('SignInNeeded', 'x'))
  }
  async signIn(_scope: string, { way, tenant }: SignInChoice): Promise<void> {
    const before = this.#state
    this.become({ kind: 'signingIn', way, deviceCode: null })
    try {
      this.become({ kind: 'signedIn', account: await this.outcome(), tenant, way, kept: false })
    } catch (error) {
      this.become(before)
      throw error
    }
  }
  signOut(): Promise<void> {
    this.become({ kind: 'signedOut', expired: null })
    return Promise.resolve()
  }
}

const byBrowser = { way: 'browser', tenant: null } as const

let credential: FakeCredential
let service: OpenConnection
/** Opens the service of another window. */
let another: () => OpenConnection
let signIns: SignInState['kind'][]
let opened: string[]
/** Runs before a cluster answers. */
let beforeAnswer: (clusterUri: string) => Promise<void>

beforeEach(() => {
  credential = new FakeCredential()
  signIns = []
  opened = []
  beforeAnswer = () => Promise.resolve()
  const reach = async (clusterUri: string): Promise<Cluster> => {
    await beforeAnswer(clusterUri)
    const address = parseClusterUri(clusterUri)
    return {
      connection: createKustoConnection({ address, isLocalCluster: false, credential }),
      signIn: { credential, scope: 'https://kusto.kusto.windows.net/.default' },
    }
  }
  const registry: ClusterRegistry = {
    reach,
    connectionTo: async (clusterUri) => (await reach(clusterUri)).connection,
    close: () => undefined,
  }
  const report = (error: unknown): void => expect.fail(String(error))
  const isLocalCluster = (): boolean => false
  const onOpened = (info: Connection): void => void opened.push(info.clusterUri)
  another = () => createConnectionService({ registry, isLocalCluster, onOpened, report })
  service = another()
  service.onChange((info) => signIns.push(info.signIn.kind))
})

describe('the connection service', () => {
  it('opens a cluster of the cloud signed out, with both addresses', async () => {
    expect(await service.open('help')).toMatchObject({
      clusterUri: uri,
      dataIngestionUri: 'https://ingest-help.kusto.windows.net',
      displayName: 'help.kusto.windows.net',
      state: 'open',
      signIn: { kind: 'signedOut' },
    })
    expect(opened).toEqual([uri])
  })

  it('signs in and out and reports each step', async () => {
    await service.open(uri)
    expect((await service.signIn(byBrowser)).signIn).toEqual({
      kind: 'signedIn',
      account: 'ada@contoso.com',
      tenant: null,
      way: 'browser',
      kept: false,
    })
    expect((await service.signOut()).signIn).toEqual({ kind: 'signedOut', expired: null })
    expect([...new Set(signIns)]).toEqual(['signedOut', 'signingIn', 'signedIn'])
    expect(signIns.at(-1)).toBe('signedOut')
  })

  it('is signed in to another cluster of the same cloud', async () => {
    await service.open(uri)
    await service.signIn(byBrowser)
    expect((await service.open('https://other.kusto.windows.net')).signIn).toMatchObject({ kind: 'signedIn' })
  })

  it('is signed in and out in every window that has a cluster of this cloud open', async () => {
    const elsewhere = another()
    await service.open(uri)
    await elsewhere.open('https://other.kusto.windows.net')
    await service.signIn(byBrowser)
    expect(elsewhere.current()).toMatchObject({
      displayName: 'other.kusto.windows.net',
      signIn: { kind: 'signedIn', account: 'ada@contoso.com' },
    })
    await elsewhere.signOut()
    expect(service.current()?.signIn).toEqual({ kind: 'signedOut', expired: null })
    credential.become({ kind: 'signedOut', expired: 'ada@contoso.com' })
    expect(elsewhere.current()?.signIn).toEqual({ kind: 'signedOut', expired: 'ada@contoso.com' })
    credential.become({ kind: 'signedOut', expired: null })
    elsewhere.end()
    await service.signIn(byBrowser)
    expect(elsewhere.current()?.signIn).toEqual({ kind: 'signedOut', expired: null })
  })

  it('shows why a sign-in failed; a canceled one is no failure', async () => {
    await service.open(uri)
    credential.outcome = () => Promise.reject(new StudioError('SignInTimedOut', 'Too late.'))
    await expect(service.signIn(byBrowser)).rejects.toMatchObject({ code: 'SignInTimedOut' })
    expect(service.current()?.signIn).toMatchObject({ kind: 'failed', error: { message: 'Too late.' } })
    credential.outcome = () => Promise.reject(new StudioError('Canceled', 'x'))
    await expect(service.signIn(byBrowser)).rejects.toMatchObject({ code: 'Canceled' })
    expect(service.current()?.signIn).toEqual({ kind: 'signedOut', expired: null })
  })

  it('applies a sign-in to a cluster of the same cloud that was opened in the meantime', async () => {
    await service.open(uri)
    let finish: (account: string) => void = () => undefined
    credential.outcome = () => new Promise((resolve) => (finish = resolve))
    const signingIn = service.signIn(byBrowser)
    await service.open('https://other.kusto.windows.net')
    finish('ada@contoso.com')
    await expect(signingIn).rejects.toMatchObject({ code: 'Canceled' })
    expect(service.current()).toMatchObject({
      clusterUri: 'https://other.kusto.windows.net',
      signIn: { kind: 'signedIn' },
    })
  })
  it.each(['ClusterUnreachable', 'Canceled'] as const)(
    'keeps the cluster that is open if another one ends with %s',
    async (code) => {
      await service.open(uri)
      await service.signIn(byBrowser)
      const seen: string[] = []
      service.onChange((info) => seen.push(info.clusterUri))
      beforeAnswer = () => Promise.reject(new StudioError(code, 'x'))
      await expect(service.open('https://other.kusto.windows.net')).rejects.toMatchObject({ code })
      expect(service.current()).toMatchObject({
        clusterUri: uri,
        state: 'open',
        signIn: { kind: 'signedIn' },
      })
      expect(service.connection().address.clusterUri).toBe(uri)
      expect(seen).toEqual([])
    },
  )

  it('works with the old cluster until the new one answers', async () => {
    await service.open(uri)
    let answer: () => void = () => undefined
    beforeAnswer = () => new Promise((resolve) => (answer = resolve))
    const opening = service.open('https://other.kusto.windows.net')
    expect(service.connection().address.clusterUri).toBe(uri)
    answer()
    await opening
    expect(service.connection().address.clusterUri).toBe('https://other.kusto.windows.net')
  })

  it('does not call a cluster open that no longer answers when it is asked for again', async () => {
    await service.open(uri)
    beforeAnswer = () => Promise.reject(new StudioError('ClusterUnreachable', 'x'))
    await expect(service.open(uri)).rejects.toMatchObject({ code: 'ClusterUnreachable' })
    expect(service.current()).toMatchObject({ state: 'failed' })
    expect(() => service.connection()).toThrow()
  })

  it('finishes a sign-in although another cluster was asked for meanwhile and did not answer', async () => {
    await service.open(uri)
    let finish: (account: string) => void = () => undefined
    credential.outcome = () => new Promise((resolve) => (finish = resolve))
    const signingIn = service.signIn(byBrowser)
    beforeAnswer = () => Promise.reject(new StudioError('ClusterUnreachable', 'x'))
    await expect(service.open('https://other.kusto.windows.net')).rejects.toMatchObject({
      code: 'ClusterUnreachable',
    })
    finish('ada@contoso.com')
    expect((await signingIn).signIn).toMatchObject({ kind: 'signedIn' })
  })
})
