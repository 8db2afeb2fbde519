import { parseClusterUri, type ClusterAddress } from '../domain/cluster-uri'
import type { Connection, SignInState } from '../domain/schema/connection'
import { StudioError, toWireError } from '../domain/studio-error'
import { canceled } from './deadline'
import { createEmitter } from './emitter'
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
  let unfollow = (): void => undefined

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

  const signInState = (cluster: Cluster): SignInState =>
    cluster.signIn?.credential.state() ?? { kind: 'notNeeded' }

  const withSignIn = (signIn: SignInState): Connection => publish({ ...current().info, signIn })

  /** Whoever has a cluster of the same cloud open, in this window or another one, shares its sign-in. */
  const follow = (cluster: Cluster): void => {
    unfollow()
    unfollow =
      cluster.signIn?.credential.onChange((signIn) => {
        if (open === cluster && info !== null) withSignIn(signIn)
      }) ?? ((): void => undefined)
  }

  return {
    onChange: changes.subscribe,
    current: () => info,
    connection: () => current().cluster.connection,
    end: () => unfollow(),
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
        follow(cluster)
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
    async signIn({ way, tenant }, signal) {
      const { cluster } = current()
      if (cluster.signIn === null) return withSignIn({ kind: 'notNeeded' })
      const { credential, scope } = cluster.signIn
      try {
        await credential.signIn(scope, { way, tenant }, signal)
        if (open !== cluster) throw canceled('The sign-in')
        return withSignIn(credential.state())
      } catch (error) {
        const isCanceled = error instanceof StudioError && error.code === 'Canceled'
        if (open === cluster && !isCanceled) withSignIn({ kind: 'failed', error: toWireError(error) })
        throw error
      }
    },
    async signOut() {
      const { cluster } = current()
      await cluster.signIn?.credential.signOut()
      return withSignIn(signInState(cluster))
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
    signIn: address.isLoopback ? { kind: 'notNeeded' } : { kind: 'signedOut', expired: null },
    error: null,
  }
}
