import { Agent } from 'node:http'
import {
  Client,
  ClientRequestProperties,
  CloudSettings,
  KustoConnectionStringBuilder,
} from 'azure-kusto-data'
import { IngestClient } from 'azure-kusto-ingest'
import { deadlines } from '../deadline'
import { limitConnectTime } from './connect-deadline'
import { parseExactJson } from './exact-json'

/** What the SDK needs from a credential; all of a cluster's clients share one object. */
export type SharedTokenCredential = Parameters<typeof KustoConnectionStringBuilder.withTokenCredential>[1]
/** Where a cloud signs its users in. */
export type CloudInfo = typeof CloudSettings.defaultCloudInfo

/** Larger answers are refused: they would not fit a desktop application's memory. */
const maximumAnswerBytes = 268_435_456

/**
 * A connection string builder for one endpoint. Each client gets its own, because the SDK's clients change the builder.
 * The tracing details are ours: by default the SDK sends the name of the operating system's user and the path of the
 * script.
 */
function connectionString(
  uri: string,
  credential: SharedTokenCredential | null,
): KustoConnectionStringBuilder {
  const builder =
    credential === null
      ? new KustoConnectionStringBuilder(uri)
      : KustoConnectionStringBuilder.withTokenCredential(uri, credential)
  builder.applicationNameForTracing = 'KustoIngestionStudio'
  builder.userNameForTracing = '[none]'
  return builder
}

/** An SDK client whose answers keep every digit and have a size limit. */
export function createClient(uri: string, credential: SharedTokenCredential | null): Client {
  const client = new Client(connectionString(uri, credential))
  const defaults = client.axiosInstance.defaults
  defaults.maxContentLength = maximumAnswerBytes
  for (const agent of agentsOf(client)) limitConnectTime(agent, deadlines.connect)
  defaults.transformResponse = [
    (body: unknown): unknown => {
      if (typeof body !== 'string') return body
      try {
        return parseExactJson(body)
      } catch {
        // Not JSON: a proxy's page, or an answer that was cut off. Error mapping reads the text to tell which.
        return body
      }
    },
  ]
  return client
}

/**
 * Has each request of a client carry a token, if there is one at the time: a cluster on this machine may begin to answer
 * before its token is known, and has another one after each start.
 */
export function sendToken(client: Client, token: () => string | undefined): void {
  client.axiosInstance.interceptors.request.use((config) => {
    const known = token()
    if (known !== undefined) config.headers.set('Authorization', `Bearer ${known}`)
    return config
  })
}

/** The SDK's kept-alive sockets, which closing its client leaves open. */
export function agentsOf(client: Client): Agent[] {
  const agents: unknown[] = [
    client.axiosInstance.defaults.httpAgent,
    client.axiosInstance.defaults.httpsAgent,
  ]
  return agents.filter((agent): agent is Agent => agent instanceof Agent)
}

/** The SDK's queued ingestion client for a data ingestion URI, which it must not derive again. */
export function createIngestClient(
  dataIngestionUri: string,
  credential: SharedTokenCredential | null,
): IngestClient {
  const client = new IngestClient(connectionString(dataIngestionUri, credential), undefined, false)
  // Its own requests for resources and for the identity token would otherwise wait 10.5 minutes.
  const { kustoClient } = client.resourceManager
  for (const agent of agentsOf(kustoClient)) limitConnectTime(agent, deadlines.connect)
  kustoClient.axiosInstance.interceptors.request.use((config) => {
    config.timeout = deadlines.managementCommand
    return config
  })
  return client
}

/**
 * Tells the SDK where a cluster's cloud signs in, so that it never asks the cluster: that request has no deadline, and
 * a program on loopback could name any resource to get a token for.
 */
export function setCloudInfo(uris: readonly string[], info: CloudInfo): void {
  for (const uri of uris) CloudSettings.writeToCache(uri, info)
}

/** The public cloud, which the SDK falls back to as well. */
export function publicCloud(): CloudInfo {
  return CloudSettings.defaultCloudInfo
}

/** Properties of one request: raw answer, server timeout, our request id, and its limits. */
export function requestProperties(
  requestId: string,
  timeoutMs: number,
  limits: { readonly maximumRecords?: number | undefined; readonly isReadOnly?: boolean | undefined },
): ClientRequestProperties {
  const properties = new ClientRequestProperties({}, undefined, requestId)
  properties.raw = true
  properties.setTimeout(timeoutMs)
  properties.setClientTimeout(timeoutMs)
  const { maximumRecords, isReadOnly } = limits
  if (maximumRecords !== undefined) properties.setOption('query_take_max_records', maximumRecords)
  if (isReadOnly === true) properties.setOption('request_readonly', true)
  return properties
}
