import { z } from 'zod'
import { redactUri } from '../../domain/blob-uri'
import { StudioError } from '../../domain/studio-error'
import { StorageCallError } from './attempts'
import type { ExecuteOptions, KustoConnection } from './connection'
import { SingleFlight } from '../../domain/concurrency/single-flight'
import type { Clock } from '../../domain/concurrency/clock'

/** A container, queue or table that the cluster lends for ingestion. */
export interface StorageResource {
  /** With its SAS. Never logged, stored or shown. */
  readonly uri: string
  /** The same address without its query. */
  readonly place: string
}

/** The answer to `.get ingestion resources` (documents: how to ingest with the REST API). */
export interface IngestionResources {
  readonly containers: readonly StorageResource[]
  readonly queues: readonly StorageResource[]
  readonly statusTable: StorageResource | null
}

const rowSchema = z.tuple([z.string(), z.string().min(1)]).rest(z.unknown())
/** The service signs them for longer, but clients ask again every hour. */
const freshForMs = 50 * 60_000

/** One cluster's resources and identity token, fetched once for everyone. */
export class IngestionResourceCache {
  readonly #resources: SingleFlight<IngestionResources>
  readonly #identity: SingleFlight<string>
  /** By which everything waits that works with the resources. */
  readonly clock: Clock
  #turn = 0

  constructor(connection: KustoConnection, clock: Clock) {
    this.clock = clock
    const elapsed = (): number => clock.elapsed()
    this.#resources = new SingleFlight(freshForMs, () => readIngestionResources(connection), elapsed)
    this.#identity = new SingleFlight(freshForMs, () => readIdentityToken(connection), elapsed)
  }

  /** @throws StudioError what the cluster refused, or `ResponseMalformed`. */
  async resources(): Promise<IngestionResources> {
    return await this.#resources.get()
  }

  /**
   * Runs `work` with the resources. If storage refuses what it allowed before, or nothing is at its address any more,
   * this asks the cluster once for new ones: it may have been restarted.
   *
   * @throws StorageCallError the second time; StudioError if the cluster refuses; whatever else `work` throws.
   */
  async use<T>(work: (resources: IngestionResources) => Promise<T>): Promise<T> {
    const seen = await this.resources()
    try {
      return await work(seen)
    } catch (error) {
      const fault = error instanceof StorageCallError ? error.fault : undefined
      if (fault?.kind !== 'refused' && fault?.isUnreachable !== true) throw error
      return await work(await this.#resources.renew(seen))
    }
  }

  /** The Kusto identity token that each message carries. Never logged, stored or shown. */
  async identityToken(): Promise<string> {
    return await this.#identity.get()
  }

  /** Forgets what the cluster lent to whoever was signed in. */
  forget(): void {
    this.#resources.forget()
    this.#identity.forget()
  }

  /** Rotates resources of one kind; start with the first in the list. */
  inTurn<T>(list: readonly T[]): T[] {
    const start = list.length === 0 ? 0 : this.#turn++ % list.length
    return [...list.slice(start), ...list.slice(0, start)]
  }
}

/**
 * Asks a cluster for its resources.
 *
 * @throws StudioError what the cluster refused, or `ResponseMalformed`.
 */
export async function readIngestionResources(
  connection: KustoConnection,
  options?: ExecuteOptions,
): Promise<IngestionResources> {
  const table = await connection.executeDataManagement('.get ingestion resources', options)
  const rows = z.array(rowSchema).safeParse(table.rows)
  if (!rows.success) throw malformed(connection)
  const ofKind = (kind: string): StorageResource[] =>
    rows.data.filter(([name]) => name === kind).map(([, uri]) => ({ uri, place: redactUri(uri) }))
  const containers = ofKind('TempStorage')
  const queues = ofKind('SecuredReadyForAggregationQueue')
  if (containers.length === 0 || queues.length === 0) throw malformed(connection)
  return { containers, queues, statusTable: ofKind('IngestionsStatusTable')[0] ?? null }
}

async function readIdentityToken(connection: KustoConnection): Promise<string> {
  const table = await connection.executeDataManagement('.get kusto identity token')
  const token = table.rows[0]?.[0]
  if (typeof token !== 'string' || token === '') throw malformed(connection)
  return token
}

function malformed(connection: KustoConnection): StudioError {
  return new StudioError(
    'ResponseMalformed',
    `${connection.address.dataIngestionUri} did not name the storage that queued ingestion needs.`,
    { retryable: true, nextStep: 'Check that the cluster allows queued ingestion, then try again.' },
  )
}
