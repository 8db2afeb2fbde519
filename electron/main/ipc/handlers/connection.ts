import { localClusterName } from '../../../domain/cluster-uri'
import type { StudioServices } from '../../../services/studio-services'
import type { LocalClusterSupervisor } from '../../local-cluster-supervisor'
import type { HandlersOf } from '../handler'

/** Opening clusters and signing in. */
export function connectionHandlers(
  { connection, connectionCheck }: StudioServices,
  cluster: LocalClusterSupervisor,
): HandlersOf<
  'connection/open' | 'connection/check' | 'connection/signIn' | 'connection/signOut' | 'localCluster/restart'
> {
  return {
    'connection/open': async ({ clusterUri }, signal) => {
      const uri = clusterUri.trim() === localClusterName ? (await cluster.start()).clusterUri : clusterUri
      return await connection.open(uri, signal)
    },
    'connection/check': (request, signal) => connectionCheck.check(request, signal),
    'connection/signIn': (_request, signal) => connection.signIn(signal),
    'connection/signOut': () => connection.signOut(),
    'localCluster/restart': () => cluster.restart(),
  }
}
