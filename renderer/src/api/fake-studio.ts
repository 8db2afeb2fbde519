import type { EventName, MethodName } from '../../../electron/contract/names'
import type { Connection, LocalClusterStatus } from '../../../electron/domain/schema/connection'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { Rows } from '../../../electron/domain/schema/table'
import { defaultSettings } from '../../../electron/domain/default-settings'
import type { Settings } from '../../../electron/domain/schema/settings'
import type { TableWatch } from '../../../electron/domain/schema/table-watch'
import type { EventPayload, Reply, StudioApi } from '../../../electron/contract/types'
import { parseClusterUri } from '../../../electron/domain/cluster-uri'
import { formatFromName } from '../../../electron/domain/data-format'

import { toWireError } from '../../../electron/domain/studio-error'
import { FakeClock } from './fake/fake-clock'
import { createFakeHandlers, toSnapshot, type FakeHandlers } from './fake/fake-handlers'
import { FakeJobs } from './fake/fake-jobs'
import { fakeFile, type FakeTable } from './fake/fake-world'

const countEveryMs = 1000
const pointLimit = 600
const localUri = 'http://127.0.0.1:40123'

/** All that the fake main process knows; tests and scenes set it up and change it. */
export class FakeStudioWorld {
  readonly clock: FakeClock
  readonly jobs: FakeJobs
  readonly files = new Map<string, FileSource>()
  databases: string[] = ['Samples']
  tables: FakeTable[] = []
  settings: Settings = structuredClone(defaultSettings)
  /** What the file dialog gives. */
  chosen: FileSource[] = []
  connection: Connection
  localCluster: LocalClusterStatus = { state: 'running', clusterUri: localUri, error: null }
  queryResult: Rows = { columns: [{ name: 'Count', type: 'long' }], rows: [[2001]], truncated: false }
  #watched: FakeTable | null = null
  readonly #emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void

  constructor(clock: FakeClock, emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void) {
    this.clock = clock
    this.#emit = emit
    this.connection = this.describe('local')
    this.jobs = new FakeJobs(
      clock,
      (job) => emit('jobs/changed', toSnapshot(job)),
      (table) => this.count(table),
    )
    this.#tick()
  }

  /** The connection to a cluster, as if it had answered. */
  describe(clusterUri: string): Connection {
    const isLocalCluster = clusterUri === 'local'
    const address = parseClusterUri(isLocalCluster ? localUri : clusterUri)
    return {
      clusterUri: address.clusterUri,
      dataIngestionUri: address.dataIngestionUri,
      displayName: isLocalCluster ? 'Local cluster' : new URL(address.clusterUri).host,
      isLocalCluster,
      state: 'open',
      signIn: isLocalCluster ? { kind: 'notNeeded' } : { kind: 'signedIn', account: 'ana@contoso.com' },
      error: null,
    }
  }

  open(clusterUri: string): Connection {
    this.connection = this.describe(clusterUri)
    return this.connection
  }

  remember(files: readonly FileSource[]): FileSource[] {
    for (const file of files) this.files.set(file.handle, file)
    return [...files]
  }

  watch(table: FakeTable): TableWatch {
    this.#watched = table
    if (table.points.length === 0) this.#read(table)
    return this.#watchOf(table)
  }

  /** Takes a reading and tells it. */
  count(table: FakeTable): void {
    this.#read(table)
    if (table === this.#watched) this.#emit('table/rowCount', this.#watchOf(table))
  }

  #tick(): void {
    this.clock.after(countEveryMs, () => {
      if (this.#watched !== null) this.count(this.#watched)
      this.#tick()
    })
  }

  #read(table: FakeTable): void {
    table.revision += 1
    table.points.push({ at: this.clock.now(), rows: table.rows, ours: table.ours })
    if (table.points.length > pointLimit) table.points.shift()
  }

  #watchOf(table: FakeTable): TableWatch {
    const { database, name, revision, points, markers, batches } = table
    return structuredClone({
      database,
      table: name,
      revision,
      points,
      markers,
      batches,
      intervalMs: countEveryMs,
      error: null,
    })
  }
}

/** The fake bridge with its controls. */
export interface FakeStudio {
  readonly api: StudioApi
  readonly clock: FakeClock
  readonly world: FakeStudioWorld
  /** Every call so far, in order. */
  readonly requests: { readonly method: MethodName; readonly request: unknown }[]
  /** Replaces the answers of one method; a handler may throw, or wait for ever. */
  override<M extends MethodName>(method: M, handler: FakeHandlers[M]): void
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void
}

/** Makes an in-memory StudioApi on a clock that tests and scenes advance. */
export function createFakeStudio(startAt = Date.parse('2026-11-23T12:00:00Z')): FakeStudio {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const running = new Map<string, AbortController>()
  const requests: FakeStudio['requests'] = []
  const emit = <E extends EventName>(event: E, payload: EventPayload<E>): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never)
  }
  const clock = new FakeClock(startAt)
  const world = new FakeStudioWorld(clock, emit)
  const handlers = createFakeHandlers(world)

  const api: StudioApi = {
    call: async (method, request, requestId = '') => {
      requests.push({ method, request })
      const controller = new AbortController()
      running.set(requestId, controller)
      return reply(() => handlers[method](structuredClone(request), controller.signal))
    },
    cancel: (requestId) => running.get(requestId)?.abort(),
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener))
      return () => set.delete(listener)
    },
    registerFiles: (files) => reply(async () => world.remember(await Promise.all(files.map(look)))),
  }
  return {
    api,
    clock,
    world,
    requests,
    emit,
    override: (method, handler) => {
      handlers[method] = handler
    },
  }
}

async function reply<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, error: toWireError(error) }
  }
}

async function look(file: File): Promise<FileSource> {
  const lines = (await file.text()).split('\n').filter((line) => line.trim() !== '')
  const hasHeader = /^[A-Za-z_]+(,[A-Za-z_]+)*$/.test(lines[0] ?? '')
  const { format, compression } = formatFromName(file.name)
  return fakeFile(file.name, {
    sizeBytes: file.size,
    rawDataSizeBytes: file.size,
    format: format ?? null,
    compression,
    records: lines.length - (hasHeader ? 1 : 0),
    hasHeader,
    headerColumns: hasHeader ? (lines[0] ?? '').split(',') : [],
  })
}
