import { StudioError } from '../../../electron/domain/studio-error'
import type { ResultTable } from '../../../electron/services/kusto/connection'
import { recordsOfBlob } from './model-records'
import type { ModelMessage, ModelStorage } from './model-storage'
import { Fate, type ModelWorld } from './model-world'

/** What may become of one message in the service. */
export const messageFates = [
  'lands',
  'landsLate',
  'twice',
  'failsTransient',
  'failsPermanent',
  'partly',
  'noStatus',
  'lateStatus',
  'earlyStatus',
  'dropped',
  'untagged',
] as const
export type MessageFate = (typeof messageFates)[number]

/** What may happen to one command. */
export const commandFaults = ['ok', 'unreachable', 'throttled', 'unanswered'] as const
export type CommandFault = (typeof commandFaults)[number]

/** Rows that came in together. */
export interface ModelExtent {
  readonly id: string
  readonly messageId: string
  readonly tags: readonly string[]
  readonly rows: readonly string[]
  /** When queries begin to see it. */
  readonly visibleAt: number
}

export interface ModelServiceOptions {
  /** Whether a message of one id is taken once, as the local cluster promises and the cloud does not. */
  readonly deduplicates: boolean
  /** Whether the principal may see extents. */
  readonly showsExtents: boolean
  /** Whether the studio knows of every source how many records it holds. */
  readonly isCounted: boolean
  readonly messages: readonly MessageFate[]
  readonly commands: readonly CommandFault[]
}

const failures: Readonly<Partial<Record<MessageFate, string>>> = {
  failsTransient: 'General_InternalServerError',
  failsPermanent: 'BadRequest_InvalidBlob',
}
const sealMs = 10_000

/** A cluster in memory: one table, its extents, and a queue that it works off in its own time. */
export class ModelService {
  readonly #world: ModelWorld
  readonly #storage: () => ModelStorage
  readonly #options: ModelServiceOptions
  readonly #messages: Fate<MessageFate>
  readonly #commands: Fate<CommandFault>
  readonly #taken = new Set<string>()
  extents: ModelExtent[] = []
  readonly droppedTags = new Set<string>()
  /** Messages that are still on their way. */
  waiting = 0
  readonly #partly = new Set<string>()
  readonly #underWay = new Set<string>()
  readonly #failed = new Map<string, string>()

  constructor(world: ModelWorld, storage: () => ModelStorage, options: ModelServiceOptions) {
    this.#world = world
    this.#storage = storage
    this.#options = options
    this.#messages = new Fate(options.messages, 'lands')
    this.#commands = new Fate(options.commands, 'ok')
  }

  /** Takes a message off the queue and chooses what becomes of it. */
  take(message: ModelMessage): void {
    const chosen = this.#messages.next()
    // What a service that does not take an id once does twice by itself, no client can undo or foresee.
    const isUnforeseeable = chosen === 'twice' && !this.#options.deduplicates
    // Where nobody knows how many rows there are to be, a report before its rows cannot be told from others.
    const isUncountable = chosen === 'earlyStatus' && !this.#options.isCounted
    const fate = isUnforeseeable || isUncountable ? 'lands' : chosen
    this.#world.note(`the queue has ${message.id.slice(0, 8)}: it ${fate}`)
    const delay = fate === 'landsLate' ? 25 * 60_000 : sealMs * (0.2 + this.#world.random())
    if (fate === 'dropped') return
    // An id that is taken once is taken by its first message.
    if (this.#options.deduplicates && this.#underWay.has(message.id)) return
    this.#underWay.add(message.id)
    this.#later(delay, () => {
      this.#underWay.delete(message.id)
      this.#ingest(message, fate)
    })
    if (fate === 'twice') this.#later(delay + 45_000, () => this.#ingest(message, 'lands'))
  }

  #later(milliseconds: number, action: () => void): void {
    this.waiting += 1
    this.#world.time.after(milliseconds, () => {
      this.waiting -= 1
      action()
    })
  }

  #ingest(message: ModelMessage, fate: MessageFate): void {
    if (this.#options.deduplicates && this.#taken.has(message.id)) {
      // Its rows are there: the service says again what it said of them.
      if (this.#partly.has(message.id)) this.#tellPartly(message)
      else this.#tell(message, 'Succeeded')
      return
    }
    const blob = this.#storage().blobs.get(message.blobPath)
    if (blob === undefined) {
      this.#tell(message, 'Failed', 'Download_SourceNotFound', 'Permanent')
      return
    }
    const failure = this.#failed.get(message.id) ?? failures[fate]
    if (failure !== undefined) {
      this.#failed.set(message.id, failure)
      this.#tell(message, 'Failed', failure, fate === 'failsTransient' ? 'Transient' : 'Permanent')
      return
    }
    let rows = recordsOfBlob(message.blobPath, blob, message.format)
    if (message.ignoreFirstRecord) rows = rows.slice(1)
    if (fate === 'partly') rows = rows.slice(0, rows.length >> 1)
    this.#taken.add(message.id)
    const visibleAt = this.#world.time.now + (fate === 'earlyStatus' ? 4000 : 0)
    const tags = fate === 'untagged' ? [] : message.tags
    const id = `extent-${this.extents.length}-${message.id}`
    this.extents.push({ id, messageId: message.id, tags, rows, visibleAt })
    this.#world.note(`${rows.length} rows of ${message.id.slice(0, 8)} land`)
    if (fate === 'noStatus') return
    if (fate === 'lateStatus') this.#later(90_000, () => this.#tell(message, 'Succeeded'))
    else if (fate === 'partly') {
      this.#partly.add(message.id)
      this.#tellPartly(message)
    } else this.#tell(message, 'Succeeded')
  }

  #tellPartly(message: ModelMessage): void {
    this.#tell(message, 'PartiallySucceeded', 'BadRequest_InvalidBlob', 'Permanent')
  }

  #tell(message: ModelMessage, status: string, errorCode = '', failureStatus = ''): void {
    if (!message.hasStatus) return
    const { statuses } = this.#storage()
    const before = statuses.get(message.id) ?? { partitionKey: message.id, rowKey: message.id }
    statuses.set(message.id, {
      ...before,
      Status: status,
      ErrorCode: errorCode,
      FailureStatus: failureStatus,
    })
    this.#world.note(`status of ${message.id.slice(0, 8)} is ${status}`)
  }

  /** What queries see at this moment. */
  visible(): ModelExtent[] {
    return this.extents.filter(({ visibleAt }) => visibleAt <= this.#world.time.now)
  }

  /** Runs a command or a query of the engine. */
  async execute(text: string, signal?: AbortSignal): Promise<ResultTable> {
    const fault = this.#commands.next()
    const name = `${text.slice(0, 40)} (${fault})`
    const work = (): ResultTable => this.#answer(text)
    const call = async (failure?: StudioError): Promise<ResultTable> =>
      await this.#world.call(
        name,
        failure === undefined
          ? { work }
          : { work: fault === 'unanswered' ? work : undefined, error: failure },
        signal,
      )
    if (fault === 'ok') return await call()
    const code =
      fault === 'throttled' ? 'ClusterThrottled' : fault === 'unanswered' ? 'TimedOut' : 'ClusterUnreachable'
    return await call(
      new StudioError(code, `The cluster: ${fault}.`, { retryable: true, nextStep: 'Try again.' }),
    )
  }

  #answer(text: string): ResultTable {
    if (text === '.show version') {
      const offering = JSON.stringify({ IdempotentMessageIds: this.#options.deduplicates })
      return tableOf({ ServiceOffering: 'string' }, [[offering]])
    }
    if (text.includes('policy ingestionbatching')) {
      const policy = {
        MaximumBatchingTimeSpan: '00:00:10',
        MaximumNumberOfItems: 500,
        MaximumRawDataSizeMB: 1024,
      }
      return tableOf({ Policy: 'string' }, [[JSON.stringify(policy)]])
    }
    if (text.endsWith('| count')) {
      return tableOf({ Count: 'long' }, [[this.visible().reduce((sum, { rows }) => sum + rows.length, 0)]])
    }
    if (text.includes('extents where tags')) {
      if (!this.#options.showsExtents) {
        throw new StudioError('AccessDenied', 'Extents are not shown to you.', {
          nextStep: 'Ask for the right.',
        })
      }
      const found = this.#tagged(text)
      if (text.startsWith('.drop extents <|')) {
        for (const tag of found.flatMap(({ tags }) => tags)) this.droppedTags.add(tag)
        this.extents = this.extents.filter((extent) => !found.includes(extent))
        return tableOf(
          { ExtentId: 'guid' },
          found.map(({ id }) => [id]),
        )
      }
      const columns = { ExtentId: 'guid', RowCount: 'long', MinCreatedOn: 'datetime', Tags: 'string' }
      return tableOf(
        columns,
        found.map(({ id, rows, tags }) => [id, rows.length, '2026-01-01', tags.join('\r\n')]),
      )
    }
    if (text === '.get kusto identity token')
      return tableOf({ AuthorizationContext: 'string' }, [['identity']])
    if (text === '.get ingestion resources') return this.#resources()
    throw new Error(`The model does not know the command ${text}`)
  }

  #tagged(text: string): ModelExtent[] {
    const match = /tags (has|contains) ['"]([^'"]+)['"]/.exec(text)
    if (match === null) throw new Error(`The model does not understand ${text}`)
    const [, operator, wanted = ''] = match
    return this.visible().filter(({ tags }) =>
      tags.some((tag) => (operator === 'has' ? tag === wanted : tag.includes(wanted))),
    )
  }

  #resources(): ResultTable {
    const sas = `?sig=${this.#world.points}`
    const rows = [
      ['TempStorage', `https://one.model/container-0${sas}`],
      ['TempStorage', `https://two.model/container-1${sas}`],
      ['SecuredReadyForAggregationQueue', `https://one.model/queue-0${sas}`],
      ['SecuredReadyForAggregationQueue', `https://two.model/queue-1${sas}`],
      ['IngestionsStatusTable', `https://one.model/status${sas}`],
    ]
    return tableOf({ ResourceTypeName: 'string', StorageRoot: 'string' }, rows)
  }
}

function tableOf(
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly unknown[])[],
): ResultTable {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows }
}
