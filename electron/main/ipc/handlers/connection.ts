import { localClusterName, parseClusterUri } from '../../../domain/cluster-uri'
import type { StudioServices } from '../../../services/studio-services'
import type { ConfirmCluster } from '../../confirm-cluster'
import type { LocalClusterSupervisor } from '../../local-cluster-supervisor'
import type { HandlersOf } from '../handler'

/** What these handlers need from the application. */
export interface ConnectionHost {
  /** Opens an allowed address in the system's browser. */
  openBrowser(url: string): Promise<void>
  /** Returns for a cluster that the user agreed to, before or now; throws `Canceled` for others. */
  readonly confirmCluster: ConfirmCluster
}

/** Opening clusters and signing in. */
export function connectionHandlers(
  { connection, connectionCheck }: StudioServices,
  cluster: LocalClusterSupervisor,
  host: ConnectionHost,
): HandlersOf<
  | 'connection/open'
  | 'connection/check'
  | 'connection/signIn'
  | 'connection/openDevicePage'
  | 'connection/signOut'
  | 'localCluster/restart'
> {
  /** Even a question without a token tells its host something. */
  const confirm: ConfirmCluster = async (clusterUri, purpose, signal) => {
    const isOwn = cluster.isLocalCluster(parseClusterUri(clusterUri).clusterUri)
    if (!isOwn) await host.confirmCluster(clusterUri, purpose, signal)
  }
  return {
    'connection/open': async ({ clusterUri }, signal) => {
      if (clusterUri.trim() === localClusterName)
        return await connection.open((await cluster.start()).clusterUri, signal)
      await confirm(clusterUri, 'connect', signal)
      return await connection.open(clusterUri, signal)
    },
    'connection/signIn': (request, signal) => connection.signIn(request, signal),
    'connection/openDevicePage': async () => {
      // The page names no address: it is the one that the sign-in service gave.
      const signIn = connection.current()?.signIn
      if (signIn?.kind === 'signingIn' && signIn.deviceCode !== null)
        await host.openBrowser(signIn.deviceCode.verificationUri)
      return {}
    },
    'connection/check': async (request, signal) => {
      await confirm(request.clusterUri, 'check', signal)
      return await connectionCheck.check(request, signal)
    },
    'connection/signOut': () => connection.signOut(),
    'localCluster/restart': () => cluster.restart(),
  }
}
