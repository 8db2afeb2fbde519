import type { ClusterAddress } from '../../domain/cluster-uri'
import { StudioError } from '../../domain/studio-error'
import { localTokenVariable } from '../local-cluster-files'
import {
  agentsOf,
  createClient,
  createIngestClient,
  sendToken,
  type SharedTokenCredential,
} from './client-factory'
import type { KustoConnection } from './connection'
import { createRequestSender } from './request-sender'
import { createRestSender } from './rest-sender'

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
  const credential = address.isLoopback ? null : options.credential
  const subject = clusterSubject(address, isLocalCluster)
  const engineClient = createClient(address.clusterUri, credential)
  const dataManagementClient = createClient(address.dataIngestionUri, credential)
  const ingestClient = createIngestClient(address.dataIngestionUri, credential)
  const { kustoClient } = ingestClient.resourceManager
  if (address.isLoopback && options.localToken !== undefined)
    for (const client of [engineClient, dataManagementClient, kustoClient])
      sendToken(client, options.localToken)
  const engine = createRequestSender(engineClient, subject)
  const dataManagement = createRequestSender(dataManagementClient, subject)
  const explain = (error: unknown): never => {
    throw address.isLoopback ? withTokenStep(error, subject) : error
  }
  return {
    address,
    isLocalCluster,
    ingestClient,
    execute: (database, text, execution) => engine.send(database, text, execution).catch(explain),
    executeDataManagement: (text, execution) =>
      dataManagement.send(noDatabase, text, execution).catch(explain),
    requestDataManagement: createRestSender(dataManagementClient, subject),
    close() {
      engine.close()
      dataManagement.close()
      ingestClient.close()
      for (const agent of agentsOf(kustoClient)) agent.destroy()
    },
  }
}

/** Nobody signs in on this machine: a cluster here that refuses a request wants the token that it was started with. */
function withTokenStep(error: unknown, subject: string): unknown {
  if (!(error instanceof StudioError) || error.code !== 'SignInNeeded') return error
  return new StudioError('SignInNeeded', `${subject} asks for a token of its own; no sign-in gives it.`, {
    nextStep: `Set ${localTokenVariable} to the token that this cluster was started with, then try again.`,
    cause: error,
  })
}

/** How sentences about a cluster start. */
export function clusterSubject(address: ClusterAddress, isLocalCluster: boolean): string {
  return isLocalCluster ? 'The local cluster' : `Cluster ${new URL(address.clusterUri).host}`
}
