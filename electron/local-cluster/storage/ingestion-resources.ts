import {
  ContainerClient,
  ContainerSASPermissions,
  SASProtocol,
  StorageSharedKeyCredential,
  generateBlobSASQueryParameters,
} from '@azure/storage-blob'
import {
  QueueClient,
  QueueSASPermissions,
  StorageSharedKeyCredential as QueueCredential,
  generateQueueSASQueryParameters,
} from '@azure/storage-queue'
import { AzureNamedKeyCredential, TableClient, generateTableSas } from '@azure/data-tables'
import type { StorageServices } from './azurite-services'

/** What clients use to upload, post and track ingestions. */
interface IngestionResource {
  readonly resourceTypeName:
    | 'SecuredReadyForAggregationQueue'
    | 'FailedIngestionsQueue'
    | 'SuccessfulIngestionsQueue'
    | 'TempStorage'
    | 'IngestionsStatusTable'
  /** The resource's URI with a SAS that has only the rights its use needs. */
  readonly storageRoot: string
}

/** Names of every local cluster's containers, queues and table. */
export const resourceNames = {
  containers: ['ingestdata0', 'ingestdata1'],
  readyQueues: ['readyforaggregation0', 'readyforaggregation1'],
  failedQueue: 'failedingestions',
  successfulQueue: 'successfulingestions',
  statusTable: 'IngestionsStatus',
} as const

/** How long a SAS is valid. Clients fetch new ones every hour. */
const lifetimeMs = 24 * 3_600_000

/** A client's clock may be behind ours. */
const clockSkewMs = 15 * 60_000

/** Creates the containers, queues and status table that are missing. */
export async function createResources(services: StorageServices): Promise<void> {
  const blobCredential = new StorageSharedKeyCredential(services.account.name, services.account.key)
  const queueCredential = new QueueCredential(services.account.name, services.account.key)
  const { containers, readyQueues, failedQueue, successfulQueue } = resourceNames
  await Promise.all([
    ...containers.map((name) =>
      new ContainerClient(`${services.blobEndpoint}/${name}`, blobCredential).createIfNotExists(),
    ),
    ...[...readyQueues, failedQueue, successfulQueue].map((name) =>
      new QueueClient(`${services.queueEndpoint}/${name}`, queueCredential).createIfNotExists(),
    ),
    statusTableClient(services).createTable(),
  ])
}

/** The status table, accessed with the account's own key. */
export function statusTableClient(services: StorageServices): TableClient {
  const credential = new AzureNamedKeyCredential(services.account.name, services.account.key)
  return new TableClient(services.tableEndpoint, resourceNames.statusTable, credential, {
    allowInsecureConnection: true,
  })
}

/** One of the queues, accessed with the account's own key. */
export function queueClient(services: StorageServices, name: string): QueueClient {
  const credential = new QueueCredential(services.account.name, services.account.key)
  return new QueueClient(`${services.queueEndpoint}/${name}`, credential)
}

/** Gives the URI of one of this account's blobs a fresh SAS that reads it; leaves others unchanged. */
export function signOwnBlob(services: StorageServices, blobUri: string, now: number): string {
  const uri = services.currentUri(blobUri)
  if (!services.owns(uri)) return blobUri
  const place = uri.replace(/[?#].*$/s, '')
  const containerName = place.slice(services.blobEndpoint.length + 1).split('/')[0] ?? ''
  const sas = generateBlobSASQueryParameters(
    { containerName, permissions: ContainerSASPermissions.parse('r'), expiresOn: new Date(now + lifetimeMs) },
    new StorageSharedKeyCredential(services.account.name, services.account.key),
  )
  return `${place}?${sas.toString()}`
}

/** Signs the resources for a client, for 24 hours from `now` (milliseconds since the epoch). */
export function signResources(services: StorageServices, now: number): IngestionResource[] {
  const startsOn = new Date(now - clockSkewMs)
  const expiresOn = new Date(now + lifetimeMs)
  const period = { startsOn, expiresOn }
  const blobCredential = new StorageSharedKeyCredential(services.account.name, services.account.key)
  const queueCredential = new QueueCredential(services.account.name, services.account.key)
  const container = (name: string): string => {
    // Create and write for the upload; read, because the message carries this SAS for the download.
    const permissions = ContainerSASPermissions.parse('rcw')
    const sas = generateBlobSASQueryParameters(
      { containerName: name, permissions, protocol: SASProtocol.HttpsAndHttp, ...period },
      blobCredential,
    )
    return `${services.public.blob}/${name}?${sas.toString()}`
  }
  const queue = (name: string, permissions: string): string => {
    const sas = generateQueueSASQueryParameters(
      { queueName: name, permissions: QueueSASPermissions.parse(permissions), ...period },
      queueCredential,
    )
    return `${services.public.queue}/${name}?${sas.toString()}`
  }
  const { containers, readyQueues, failedQueue, successfulQueue, statusTable } = resourceNames
  const tableSas = generateTableSas(
    statusTable,
    new AzureNamedKeyCredential(services.account.name, services.account.key),
    { permissions: { query: true, add: true, update: true }, ...period },
  )
  return [
    ...readyQueues.map((name) => resource('SecuredReadyForAggregationQueue', queue(name, 'a'))),
    // Clients read the reports and then remove them.
    resource('FailedIngestionsQueue', queue(failedQueue, 'rp')),
    resource('SuccessfulIngestionsQueue', queue(successfulQueue, 'rp')),
    ...containers.map((name) => resource('TempStorage', container(name))),
    resource('IngestionsStatusTable', `${services.public.table}/${statusTable}?${tableSas}`),
  ]
}

function resource(
  resourceTypeName: IngestionResource['resourceTypeName'],
  storageRoot: string,
): IngestionResource {
  return { resourceTypeName, storageRoot }
}
