import { Fate, presentWorld, type Outcome } from './model-world'

/** What may happen to one call of storage. */
export const storageFaults = ['ok', 'reset', 'lost', 'busy', 'refused', 'gone', 'hang', 'hangDone'] as const
export type StorageFault = (typeof storageFaults)[number]

/** Something in the queue. */
export interface ModelMessage {
  readonly id: string
  readonly blobPath: string
  readonly database: string
  readonly table: string
  readonly format: string
  readonly ignoreFirstRecord: boolean
  readonly tags: readonly string[]
  readonly hasStatus: boolean
}

/** Blobs, queue and status table that the cluster lends; what is in them outlives the studio. */
export class ModelStorage {
  /** By `container/name`. */
  readonly blobs = new Map<string, Buffer>()
  readonly statuses = new Map<string, Record<string, unknown>>()
  readonly onMessage: (message: ModelMessage) => void
  readonly uploads: Fate<StorageFault>
  readonly posts: Fate<StorageFault>
  readonly tables: Fate<StorageFault>

  constructor(
    fates: {
      readonly uploads: readonly StorageFault[]
      readonly posts: readonly StorageFault[]
      readonly tables: readonly StorageFault[]
    },
    onMessage: (message: ModelMessage) => void,
  ) {
    this.uploads = new Fate(fates.uploads, 'ok')
    this.posts = new Fate(fates.posts, 'ok')
    this.tables = new Fate(fates.tables, 'ok')
    this.onMessage = onMessage
  }
}

/** The storage that the stand-ins of Azure's clients reach. */
export const storage: { present: ModelStorage | undefined } = { present: undefined }

/** The storage of the seed that is running. */
export function presentStorage(): ModelStorage {
  if (storage.present === undefined) throw new Error('No seed is running')
  return storage.present
}

/** An answer of storage that is not the wanted one, as Azure's clients throw it. */
export function restError(statusCode: number, code: string): Error {
  return Object.assign(new Error(code), { name: 'RestError', statusCode, code, details: { errorCode: code } })
}

/** A connection that broke. */
export function networkError(code: string): Error {
  return Object.assign(new Error(code), { name: 'RestError', code })
}

/** What a fault makes of a call. */
export function outcomeOf<T>(fault: StorageFault, work: () => T): Outcome<T> {
  switch (fault) {
    case 'ok':
      return { work }
    case 'reset':
      return { work: undefined, error: networkError('ECONNREFUSED') }
    case 'lost':
      return { work, error: networkError('ECONNRESET') }
    case 'busy':
      return { work: undefined, error: restError(503, 'ServerBusy') }
    case 'refused':
      return { work: undefined, error: restError(403, 'AuthenticationFailed') }
    case 'gone':
      return { work: undefined, error: restError(404, 'ContainerNotFound') }
    case 'hang':
      return { work: undefined, isSilent: true }
    case 'hangDone':
      return { work, isSilent: true }
  }
}

interface CallOptions {
  readonly abortSignal?: AbortSignal
}

/** The path of an address: a cluster on loopback may come back at another port. */
export function placeOf(uri: string): string {
  return decodeURIComponent(new URL(uri).pathname)
}

class ModelBlobClient {
  readonly #path: string
  readonly #staged = new Map<string, Buffer>()

  constructor(path: string) {
    this.#path = path
  }

  async upload(body: Buffer, _length: number, options: CallOptions): Promise<void> {
    const copy = Buffer.from(body)
    await this.#call('put', options, () => void presentStorage().blobs.set(this.#path, copy))
  }

  async stageBlock(id: string, body: Buffer, _length: number, options: CallOptions): Promise<void> {
    const copy = Buffer.from(body)
    await this.#call('put block of', options, () => void this.#staged.set(id, copy))
  }

  async commitBlockList(ids: readonly string[], options: CallOptions): Promise<void> {
    await this.#call('put block list of', options, () => {
      const blocks = ids.map((id) => this.#staged.get(id))
      // A blob that was uploaded and whose answer was lost has no staged blocks any more.
      if (blocks.includes(undefined)) throw restError(400, 'InvalidBlockList')
      presentStorage().blobs.set(this.#path, Buffer.concat(blocks.flatMap((block) => block ?? [])))
    })
  }

  async exists(options: CallOptions): Promise<boolean> {
    return await this.#call('look for', options, () => presentStorage().blobs.has(this.#path))
  }

  async #call<T>(what: string, options: CallOptions, work: () => T): Promise<T> {
    const fault = presentStorage().uploads.next()
    return await presentWorld().call(
      `${what} blob ${this.#path} (${fault})`,
      outcomeOf(fault, work),
      options.abortSignal,
    )
  }
}

/** Stands for `@azure/storage-blob`'s. */
export class ModelContainerClient {
  readonly #path: string

  constructor(uri: string) {
    this.#path = placeOf(uri)
  }

  getBlockBlobClient(name: string): ModelBlobClient {
    return new ModelBlobClient(`${this.#path}/${name}`)
  }
}

interface WireMessage {
  readonly Id: string
  readonly BlobPath: string
  readonly DatabaseName: string
  readonly TableName: string
  readonly IngestionStatusInTable: unknown
  readonly AdditionalProperties: {
    readonly format: string
    readonly ignoreFirstRecord?: boolean
    readonly tags?: string
  }
}

/** Stands for `@azure/storage-queue`'s. */
export class ModelQueueClient {
  async sendMessage(text: string, options: CallOptions): Promise<void> {
    const message = JSON.parse(Buffer.from(text, 'base64').toString()) as WireMessage
    const { format, ignoreFirstRecord, tags } = message.AdditionalProperties
    const { posts, onMessage } = presentStorage()
    const fault = posts.next()
    const work = (): void =>
      onMessage({
        id: message.Id,
        blobPath: placeOf(message.BlobPath),
        database: message.DatabaseName,
        table: message.TableName,
        format,
        ignoreFirstRecord: ignoreFirstRecord === true,
        tags: tags === undefined ? [] : (JSON.parse(tags) as string[]),
        hasStatus: message.IngestionStatusInTable !== null,
      })
    const name = `post ${message.Id.slice(0, 8)} (${fault})`
    await presentWorld().call(name, outcomeOf(fault, work), options.abortSignal)
  }
}

/** Stands for `@azure/data-tables`'s. */
export class ModelTableClient {
  async createEntity(entity: Record<string, unknown>, options: CallOptions): Promise<void> {
    const key = String(entity['rowKey'])
    await this.#call(`announce ${key.slice(0, 8)}`, options, () => {
      const { statuses } = presentStorage()
      if (statuses.has(key)) throw restError(409, 'EntityAlreadyExists')
      statuses.set(key, { ...entity })
    })
  }

  async updateEntity(entity: Record<string, unknown>, _mode: string, options: CallOptions): Promise<void> {
    const key = String(entity['rowKey'])
    await this.#call(`announce again ${key.slice(0, 8)}`, options, () => {
      presentStorage().statuses.set(key, { ...entity })
    })
  }

  async getEntity(key: string, _row: string, options: CallOptions): Promise<Record<string, unknown>> {
    return await this.#call(`read status of ${key.slice(0, 8)}`, options, () => {
      const entity = presentStorage().statuses.get(key)
      if (entity === undefined) throw restError(404, 'ResourceNotFound')
      return { ...entity }
    })
  }

  async #call<T>(name: string, options: CallOptions, work: () => T): Promise<T> {
    const fault = presentStorage().tables.next()
    return await presentWorld().call(`${name} (${fault})`, outcomeOf(fault, work), options.abortSignal)
  }
}
