import { parseClusterUri } from '../../domain/cluster-uri'
import type { CredentialStore } from '../auth/credential-store'
import type { SharedCredential } from '../auth/credentials'
import { readCloud } from './cloud-metadata'
import type { ConnectionRegistry, KustoConnection } from './connection'
import { createKustoConnection } from './kusto-connection'

/** A connection and the sign-in that goes with it. */
export interface Cluster {
  readonly connection: KustoConnection
  /** Null where no sign-in is needed. */
  readonly signIn: { readonly credential: SharedCredential; readonly scope: string } | null
}

export interface ClusterRegistry extends ConnectionRegistry {
  /** Like `connectionTo`, with the sign-in; asks the cluster again whether it is there. */
  reach(clusterUri: string, signal?: AbortSignal): Promise<Cluster>
  close(): void
}

/** Keeps one connection for each cluster until it is closed. */
export function createClusterRegistry(options: {
  readonly isLocalCluster: (clusterUri: string) => boolean
  /** The token that a cluster on this machine asks for; undefined if it asks for none. */
  readonly localToken?: (clusterUri: string) => string | undefined
  readonly credentials: CredentialStore
}): ClusterRegistry {
  const clusters = new Map<string, Cluster>()

  const reach = async (clusterUri: string, signal?: AbortSignal): Promise<Cluster> => {
    const address = parseClusterUri(clusterUri)
    const isLocalCluster = options.isLocalCluster(address.clusterUri)
    const cloud = await readCloud(address, isLocalCluster, signal)
    // One per cluster, so that its sockets are shared.
    const known = clusters.get(address.clusterUri)
    if (known !== undefined) return known
    const credential = cloud === null ? null : options.credentials.credentialFor(cloud)
    const cluster: Cluster = {
      connection: createKustoConnection({
        address,
        isLocalCluster,
        credential,
        localToken: () => options.localToken?.(address.clusterUri),
      }),
      signIn: cloud === null || credential === null ? null : { credential, scope: cloud.scope },
    }
    clusters.set(address.clusterUri, cluster)
    return cluster
  }

  return {
    reach,
    async connectionTo(clusterUri, signal) {
      const known = clusters.get(parseClusterUri(clusterUri).clusterUri)
      return (known ?? (await reach(clusterUri, signal))).connection
    },
    close() {
      for (const { connection } of clusters.values()) connection.close()
      clusters.clear()
    },
  }
}
