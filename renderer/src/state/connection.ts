import type { Connection, LocalClusterStatus } from '../../../electron/domain/schema/connection'

import type { StudioError } from '../../../electron/domain/studio-error'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice } from './slice'

/** What the contract calls the cluster inside the app. */
export const localClusterName = 'local'

/** The cluster that the window works with, and the local cluster's own health. */
export interface ConnectionSlice {
  readonly version: string
  readonly platform: string
  readonly connection: Connection | null
  readonly localCluster: LocalClusterStatus | null
  /** The cluster that is being opened now; null when none is. */
  readonly opening: string | null
  /** Why the last cluster could not be opened; null once another attempt starts. */
  readonly connectionError: StudioError | null
  /** First thing: asks for settings and connection, opens the local cluster when none is open. */
  start(): Promise<void>
  /** Opens a cluster by its URI, or `local`. The one that was open stays until the new one answers. */
  openCluster(clusterUri: string): Promise<boolean>
  cancelOpening(): void
  signIn(): Promise<void>
  cancelSignIn(): void
  signOut(): Promise<void>
  restartLocalCluster(): Promise<void>
  /** Takes the news of an event. */
  receiveConnection(connection: Connection): void
  receiveLocalCluster(status: LocalClusterStatus): void
}

/** Makes the slice of the connection. */
export const createConnectionSlice: StudioSlice<ConnectionSlice> = (set, get, { client, tasks }) => ({
  version: '',
  platform: '',
  connection: null,
  localCluster: null,
  opening: null,
  connectionError: null,

  start: async () => {
    try {
      const { version, platform, settings, localCluster, connection } = await client.call(
        'studio/bootstrap',
        {},
      )
      set({ version, platform, settings, localCluster, connection })
    } catch (error) {
      set({ connectionError: toStudioError(error) })
      return
    }
    if (get().connection?.state === 'open') await get().loadCatalog()
    else await get().openCluster(localClusterName)
  },

  openCluster: async (clusterUri) => {
    set({ opening: clusterUri, connectionError: null })
    try {
      const connection = await tasks.run('open', (signal) =>
        client.call('connection/open', { clusterUri }, signal),
      )
      if (connection === undefined) return false
      set({ connection, opening: null })
      if (connection.state !== 'open') return false
      await get().loadCatalog()
      return true
    } catch (error) {
      set({ opening: null, connectionError: toStudioError(error) })
      return false
    }
  },
  cancelOpening: () => {
    tasks.abort('open')
    set({ opening: null })
  },

  signIn: async () => {
    try {
      const connection = await tasks.run('signIn', (signal) => client.call('connection/signIn', {}, signal))
      if (connection !== undefined) get().receiveConnection(connection)
    } catch (error) {
      // A sign-in that failed is told by the connection itself.
      if (get().connection?.signIn.kind !== 'failed') set({ notice: toStudioError(error) })
    }
  },
  cancelSignIn: () => tasks.abort('signIn'),
  signOut: async () => {
    try {
      set({ connection: await client.call('connection/signOut', {}) })
    } catch (error) {
      set({ notice: toStudioError(error) })
    }
  },
  restartLocalCluster: async () => {
    try {
      set({ localCluster: await client.call('localCluster/restart', {}) })
    } catch (error) {
      set({ notice: toStudioError(error) })
    }
  },

  receiveConnection: (connection) => {
    const before = get().connection
    set({ connection })
    if (before !== null && !isSameCluster(before, connection)) get().closeCatalog()
    if (connection.state !== 'open' || get().opening !== null) return
    const isNews = before?.state !== 'open' || before.clusterUri !== connection.clusterUri
    const hasSignedIn = connection.signIn.kind === 'signedIn' && before?.signIn.kind !== 'signedIn'
    if (isNews || hasSignedIn) void get().loadCatalog()
  },
  receiveLocalCluster: (localCluster) => {
    const wasDown = get().localCluster?.state !== 'running'
    set({ localCluster })
    const isOurs = get().connection?.isLocalCluster ?? true
    if (localCluster.state === 'running' && wasDown && isOurs && get().opening === null) {
      void get().openCluster(localClusterName)
    }
  },
})

/** Whether both are the same cluster; the local one may have moved to another port. */
export function isSameCluster(
  one: Pick<Connection, 'clusterUri' | 'isLocalCluster'>,
  other: Pick<Connection, 'clusterUri' | 'isLocalCluster'>,
): boolean {
  return one.clusterUri === other.clusterUri || (one.isLocalCluster && other.isLocalCluster)
}
