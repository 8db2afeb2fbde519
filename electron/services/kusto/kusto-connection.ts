import type { ClusterAddress } from '../../domain/cluster-uri'
import { agentsOf, createClient, createIngestClient, type SharedTokenCredential } from './client-factory'
import type { KustoConnection } from './connection'
import { createRequestSender } from './request-sender'

/** The database to name in commands that need none. */
const noDatabase = 'NetDefaultDB'

/**
 * Builds one cluster's clients, all with one credential. Sends nothing yet.
 *
 * @param credential Null for an address that needs none. A loopback address never gets it: what it asks for is
 *   `localToken`, if there is one.
 */
export function createKustoConnection(options: {
  readonly address: ClusterAddress
  readonly isLocalCluster: boolean
  readonly credential: SharedTokenCredential | null
  readonly localToken?: (() => string | undefined) | undefined
}): KustoConnection {
  const { address, isLocalCluster } = options
  const credential = address.isLoopback
    ? localCredential(options.localToken ?? (() => undefined))
    : options.credential
  const subject = clusterSubject(address, isLocalCluster)
  const engine = createRequestSender(createClient(address.clusterUri, credential), subject)
  const dataManagement = createRequestSender(createClient(address.dataIngestionUri, credential), subject)
  const ingestClient = createIngestClient(address.dataIngestionUri, credential)
  return {
    address,
    isLocalCluster,
    ingestClient,
    execute: (database, text, execution) => engine.send(database, text, execution),
    executeDataManagement: (text, execution) => dataManagement.send(noDatabase, text, execution),
    close() {
      engine.close()
      dataManagement.close()
      ingestClient.close()
      for (const agent of agentsOf(ingestClient.resourceManager.kustoClient)) agent.destroy()
    },
  }
}

/** Sends the token of a cluster on this machine, as it is at the time: a later run has another one. */
function localCredential(localToken: () => string | undefined): SharedTokenCredential | null {
  if (localToken() === undefined) return null
  return {
    getToken: () =>
      Promise.resolve({ token: localToken() ?? '', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
  }
}

/** How sentences about a cluster start. */
export function clusterSubject(address: ClusterAddress, isLocalCluster: boolean): string {
  return isLocalCluster ? 'The local cluster' : `Cluster ${new URL(address.clusterUri).host}`
}
