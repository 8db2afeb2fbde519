import { localClusterName } from '../../../../electron/domain/cluster-uri'
import type { OpenedLink } from '../../../../electron/domain/schema/studio-link'
import type { Connection } from '../../../../electron/domain/schema/connection'
import type { ConnectionSlice } from '../connection'
import { toStudioError } from '../to-studio-error'
import type { StudioSlice } from './slice'

/** Makes the slice of the connection. */
export const createConnectionSlice: StudioSlice<ConnectionSlice> = (set, get, { client, tasks }) => ({
  version: '',
  platform: '',
  connection: null,
  localCluster: null,
  readOnly: null,
  lowDisk: null,
  opening: null,
  isAskedAbout: false,
  connectionError: null,

  start: async () => {
    let firstCluster: string
    let openedLink: OpenedLink | null
    try {
      const {
        settings,
        firstCluster: first,
        openedLink: link,
        trouble,
        ...rest
      } = await client.call('studio/bootstrap', {})
      get().receiveSettings(settings)
      set(rest)
      if (trouble !== null) get().receiveTrouble(trouble)
      firstCluster = first
      openedLink = link
    } catch (error) {
      set({ connectionError: toStudioError(error) })
      return
    }
    if (get().connection?.state === 'open') await get().loadCatalog()
    else await get().openCluster(firstCluster)
    if (openedLink !== null) get().receiveLink(openedLink)
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
      // The cluster that was open still is; the dialog, if that is what asked, says it itself.
      const { connection, view } = get()
      if (connection?.state === 'open' && view.kind !== 'connect') get().notify(error)
      return false
    }
  },
  cancelOpening: () => {
    tasks.abort('open')
    set({ opening: null })
  },

  checkHost: (clusterUri, host, signal) => client.call('connection/check', { clusterUri, host }, signal),

  signIn: async (request) => {
    try {
      const connection = await tasks.run('signIn', (signal) =>
        client.call('connection/signIn', request, signal),
      )
      if (connection === undefined) return false
      get().receiveConnection(connection)
      return true
    } catch (error) {
      // The sign-in line itself shows a failure that the connection knows of.
      if (get().connection?.signIn.kind !== 'failed') get().notify(error)
      return false
    }
  },
  openDevicePage: async () => {
    await get().attempt(async () => void (await client.call('connection/openDevicePage', {})))
  },
  cancelSignIn: () => tasks.abort('signIn'),
  signOut: async () => {
    await get().attempt(async () => set({ connection: await client.call('connection/signOut', {}) }))
  },
  restartLocalCluster: async () => {
    await get().attempt(async () => set({ localCluster: await client.call('localCluster/restart', {}) }))
  },

  openWindow: async () => {
    await get().attempt(async () => void (await client.call('window/open', {})))
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
  receiveAsking: (isAskedAbout) => set({ isAskedAbout }),
  receiveLowDisk: (lowDisk) => set({ lowDisk }),
  receiveLocalCluster: (localCluster) => {
    const wasDown = get().localCluster?.state !== 'running'
    set({ localCluster })
    const isOurs = get().connection?.isLocalCluster ?? true
    if (localCluster.state === 'running' && wasDown && isOurs && get().opening === null) {
      void get().openCluster(localClusterName)
    }
  },
})

/** The local cluster stays the same cluster when it moves to another port. */
function isSameCluster(one: Connection, other: Connection): boolean {
  return one.clusterUri === other.clusterUri || (one.isLocalCluster && other.isLocalCluster)
}
