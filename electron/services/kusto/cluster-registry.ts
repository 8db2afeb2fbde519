import { parseClusterUri, type ClusterAddress } from '../../domain/cluster-uri'
import { StudioError } from '../../domain/studio-error'
import type { CredentialStore } from '../auth/credential-store'
import type { SharedCredential } from '../auth/credentials'
import type { ConfirmApplication } from '../auth/sign-in-options'
import { kustoClientId } from '../auth/trusted-hosts'
import { readCloud } from './cloud-metadata'
import type { ConnectionRegistry, KustoConnection } from './connection'
import { clusterSubject, createKustoConnection } from './kusto-connection'

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
  readonly confirmApplication?: ConfirmApplication | undefined
}): ClusterRegistry {
  const clusters = new Map<string, Cluster>()

  const reach = async (clusterUri: string, signal?: AbortSignal): Promise<Cluster> => {
    const address = parseClusterUri(clusterUri)
    const isLocalCluster = options.isLocalCluster(address.clusterUri)
    const cloud = await readCloud(address, isLocalCluster, signal)
    if (cloud !== null && cloud.clientId !== kustoClientId) await confirm(cloud.clientId, address)
    const credential = cloud === null ? null : await options.credentials.credentialFor(cloud)
    // One per cluster, so that its sockets are shared.
    const known = clusters.get(address.clusterUri)
    if (known !== undefined) return known
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

  const confirm = async (clientId: string, address: ClusterAddress): Promise<void> => {
    const subject = clusterSubject(address, false)
    if (await options.confirmApplication?.(clientId, subject)) return
    throw new StudioError('ClusterRefused', `${subject} asks for a sign-in as an unknown application.`, {
      nextStep: `Ask the owner of the cluster whether the application ${clientId} is right, and agree to it when the window asks.`,
    })
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
