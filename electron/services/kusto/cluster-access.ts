import { z } from 'zod'
import { IngestionResourceCache } from './ingestion-resources'
import type { KustoConnection } from './connection'
import { QueuedIngest } from './queued-ingest'
import { RestIngest } from './rest-ingest'
import type { Clock } from '../../domain/concurrency/clock'
import type { QueuedVia } from '../../domain/queued-via'
import { SingleFlight } from '../../domain/concurrency/single-flight'
import { StatusTable } from './table-status-tracker'

const offeringSchema = z.object({ IdempotentMessageIds: z.literal(true) })

/** All that jobs need from one cluster. */
export interface ClusterAccess {
  readonly connection: KustoConnection
  readonly resources: IngestionResourceCache
  readonly statusTable: StatusTable
  readonly queuedIngest: QueuedIngest
  /** What posts instead where the cluster prefers it. */
  readonly restIngest: RestIngest
  /** Whether a message that is posted twice under one id lands once. The service in the cloud makes no such promise. */
  deduplicates(): Promise<boolean>
  /** Fetches what posting will need before it is needed. A failure shows when posting. */
  warmUp(): void
}

/** Gives each connection one access, because the steps of an ingestion client can be replaced only once. */
export class ClusterAccesses {
  readonly #known = new WeakMap<KustoConnection, ClusterAccess>()
  readonly #lent = new Set<IngestionResourceCache>()
  readonly #clock: Clock
  readonly #via: () => QueuedVia

  /** @param via How blobs are queued now. */
  constructor(clock: Clock, via: () => QueuedVia) {
    this.#clock = clock
    this.#via = via
  }

  of(connection: KustoConnection): ClusterAccess {
    const known = this.#known.get(connection)
    if (known !== undefined) return known
    const resources = new IngestionResourceCache(connection, this.#clock)
    const statusTable = new StatusTable(resources)
    const queuedIngest = new QueuedIngest(connection.ingestClient, resources, statusTable)
    const offering = new SingleFlight(
      Number.POSITIVE_INFINITY,
      () => readOffering(connection),
      () => this.#clock.elapsed(),
    )
    const access = {
      connection,
      resources,
      statusTable,
      queuedIngest,
      restIngest: new RestIngest(connection, this.#clock, this.#via),
      deduplicates: () => offering.get(),
      warmUp: () => {
        void Promise.allSettled([resources.resources(), resources.identityToken(), offering.get()])
      },
    }
    this.#known.set(connection, access)
    this.#lent.add(resources)
    return access
  }

  /** Somebody has signed out: nothing that clusters lent to them is used any more. */
  signedOut(): void {
    for (const resources of this.#lent) resources.forget()
  }
}

/** `.show version` of the local cluster says in its ServiceOffering that ids are idempotent. */
async function readOffering(connection: KustoConnection): Promise<boolean> {
  const table = await connection.execute('NetDefaultDB', '.show version')
  const index = table.columns.findIndex((column) => column.name === 'ServiceOffering')
  const offering = table.rows[0]?.[index]
  if (typeof offering !== 'string') return offeringSchema.safeParse(offering).success
  try {
    return offeringSchema.safeParse(JSON.parse(offering)).success
  } catch {
    // Not JSON: some other service, which promises nothing.
    return false
  }
}
