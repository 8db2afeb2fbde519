import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import { pathOf } from '../messages/blob-path'
import type { ClusterClock } from '../time/clock'
import type { StorageServices } from './azurite-services'
import { resourceNames } from './ingestion-resources'

/** How often temporary storage is checked, in milliseconds. */
const intervalMs = 5 * 60_000

/** How long to keep an uploaded blob that no message names, in milliseconds. */
const unclaimedMs = 24 * 3_600_000

/** What the store knows about the blobs in temporary storage, by address without the query. */
interface KnownBlobs {
  readonly done: ReadonlySet<string>
  readonly queued: ReadonlySet<string>
}

/**
 * Deletes blobs from temporary storage once their rows have landed. Clients upload and never delete, so the disk would
 * fill up.
 */
export class BlobCleanup {
  readonly #containers: ContainerClient[]
  readonly #clock: ClusterClock
  readonly #known: () => Promise<KnownBlobs>
  readonly #log: (line: string) => void
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> = Promise.resolve()

  constructor(
    services: StorageServices,
    parts: {
      readonly clock: ClusterClock
      readonly known: () => Promise<KnownBlobs>
      readonly log: (line: string) => void
    },
  ) {
    const credential = new StorageSharedKeyCredential(services.account.name, services.account.key)
    this.#containers = resourceNames.containers.map(
      (name) => new ContainerClient(`${services.blobEndpoint}/${name}`, credential),
    )
    this.#clock = parts.clock
    this.#known = parts.known
    this.#log = parts.log
    this.#timer = setInterval(() => {
      this.#running = this.sweep().catch((error: unknown) => {
        this.#log(`temporary storage not cleaned: ${error instanceof Error ? error.message : 'unknown'}`)
      })
    }, intervalMs).unref()
  }

  /** Deletes blobs that are done and blobs that nobody claimed. */
  async sweep(): Promise<void> {
    const { done, queued } = await this.#known()
    for (const container of this.#containers) {
      for await (const blob of container.listBlobsFlat()) {
        const path = pathOf(`${container.url}/${encodeURIComponent(blob.name)}`)
        const age = this.#clock.now() - blob.properties.lastModified.getTime()
        if (done.has(path) || (age > unclaimedMs && !queued.has(path))) await container.deleteBlob(blob.name)
      }
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }
}
