import { parseClusterUri, type ClusterAddress } from '../domain/cluster-uri'
import type { Connection, SignInState } from '../domain/schema/connection'
import { StudioError, toWireError } from '../domain/studio-error'
import { canceled } from './deadline'
import { createEmitter, type Emitter } from './emitter'
import type { Cluster, ClusterRegistry } from './kusto/cluster-registry'
import type { KustoConnection } from './kusto/connection'
import type { ConnectionService } from './studio-services'

/** The service, plus what the other services need from it. */
export interface OpenConnection extends ConnectionService {
  /**
   * The open cluster.
   *
   * @throws StudioError `RequestInvalid` while no cluster is open.
   */
  connection(): KustoConnection
  /** Lets go of what it listens to. */
  end(): void
}

interface ConnectionServiceOptions {
  readonly registry: ClusterRegistry
  readonly isLocalCluster: (clusterUri: string) => boolean
  /** Called for each cluster opened, to remember it. */
  readonly onOpened: (info: Connection) => void
  /** Tells everybody who has a cluster open that somebody has signed in or out. */
  readonly signIns: Emitter<null>
  readonly report: (error: unknown) => void
}

/** Makes the service, with no cluster open. */
export function createConnectionService(options: ConnectionServiceOptions): OpenConnection {
  const { registry } = options
  const changes = createEmitter<Connection>(options.report)
  let info: Connection | null = null
  let open: Cluster | null = null
  /** Grows with each `open`, so that a slow one cannot overwrite a later one. */
  let turn = 0

  const publish = (next: Connection): Connection => {
    info = next
    changes.emit(next)
    return next
  }

  const current = (): { readonly cluster: Cluster; readonly info: Connection } => {
    if (open === null || info === null) {
      throw new StudioError('RequestInvalid', 'No cluster is open.', {
        nextStep: 'Connect to a cluster first.',
      })
    }
    return { cluster: open, info }
  }

  const signInState = (cluster: Cluster): SignInState => {
    if (cluster.signIn === null) return { kind: 'notNeeded' }
    const account = cluster.signIn.credential.account()
    return account === null ? { kind: 'signedOut' } : { kind: 'signedIn', account }
  }

  const withSignIn = (signIn: SignInState): Connection => publish({ ...current().info, signIn })

  /** Whoever has another cluster of the same cloud open, or the same in another window, is signed in or out as well. */
  const endListening = options.signIns.subscribe(() => {
    if (open === null || info === null || info.signIn.kind === 'signingIn') return
    const signIn = signInState(open)
    if (signIn.kind !== info.signIn.kind) withSignIn(signIn)
  })

  return {
    onChange: changes.subscribe,
    current: () => info,
    connection: () => current().cluster.connection,
    end: endListening,
    async open(clusterUri, signal) {
      const mine = ++turn
      const address = parseClusterUri(clusterUri)
      const opening = describe(address, options.isLocalCluster(address.clusterUri))
      // Another cluster that is open stays so until this one answers, and if it does not.
      const keepsOpen = open !== null && info !== null && !isSameCluster(info, opening)
      if (!keepsOpen) {
        open = null
        publish(opening)
      }
      try {
        const cluster = await registry.reach(clusterUri, signal)
        if (mine !== turn) throw canceled(`Connecting to ${opening.displayName}`)
        open = cluster
        options.onOpened(opening)
        return publish({ ...opening, state: 'open', signIn: signInState(cluster) })
      } catch (error) {
        if (mine === turn && !keepsOpen) {
          const isCanceled = error instanceof StudioError && error.code === 'Canceled'
          publish(
            isCanceled
              ? { ...opening, state: 'closed' }
              : { ...opening, state: 'failed', error: toWireError(error) },
          )
        }
        throw error
      }
    },
    async signIn(signal) {
      const { cluster } = current()
      if (cluster.signIn === null) return withSignIn({ kind: 'notNeeded' })
      withSignIn({ kind: 'signingIn' })
      try {
        const account = await cluster.signIn.credential.signIn(cluster.signIn.scope, signal)
        options.signIns.emit(null)
        if (open !== cluster) throw canceled('The sign-in')
        return withSignIn({ kind: 'signedIn', account })
      } catch (error) {
        if (open === cluster) {
          const isCanceled = error instanceof StudioError && error.code === 'Canceled'
          withSignIn(isCanceled ? signInState(cluster) : { kind: 'failed', error: toWireError(error) })
        }
        throw error
      }
    },
    signOut() {
      try {
        const { cluster } = current()
        cluster.signIn?.credential.signOut()
        const signedOut = withSignIn(signInState(cluster))
        options.signIns.emit(null)
        return Promise.resolve(signedOut)
      } catch (error) {
        return Promise.reject(error as StudioError)
      }
    },
  }
}

/** The local cluster stays the same cluster when it moves to another port. */
function isSameCluster(one: Connection, other: Connection): boolean {
  return one.clusterUri === other.clusterUri || (one.isLocalCluster && other.isLocalCluster)
}

function describe(address: ClusterAddress, isLocalCluster: boolean): Connection {
  return {
    clusterUri: address.clusterUri,
    dataIngestionUri: address.dataIngestionUri,
    displayName: isLocalCluster ? 'Local cluster' : new URL(address.clusterUri).host,
    isLocalCluster,
    state: 'opening',
    signIn: { kind: address.isLoopback ? 'notNeeded' : 'signedOut' },
    error: null,
  }
}
