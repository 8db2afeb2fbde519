import type { EventName, MethodName } from '../../../electron/contract/names'
import type { EventPayload, Reply, StudioApi } from '../../../electron/contract/types'
import { formatFromName } from '../../../electron/domain/data-format'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import { toWireError } from '../../../electron/domain/studio-error'
import { FakeClock } from './fake/fake-clock'
import { createFakeHandlers, type FakeHandlers } from './fake/fake-handlers'
import { FakeMainProcess } from './fake/fake-main-process'
import { fakeFile } from './fake/fake-world'

/** The fake bridge with its controls. */
export interface FakeStudio {
  readonly api: StudioApi
  readonly clock: FakeClock
  readonly world: FakeMainProcess
  /** Every call so far, in order. */
  readonly requests: { readonly method: MethodName; readonly request: unknown }[]
  /** Replaces one method's answers; a handler may throw, or never answer. */
  override<M extends MethodName>(method: M, handler: FakeHandlers[M]): void
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void
}

/** Makes an in-memory StudioApi, on a clock that tests and scenes advance. */
export function createFakeStudio(startAt = Date.parse('2026-11-23T12:00:00Z')): FakeStudio {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const running = new Map<string, AbortController>()
  const requests: FakeStudio['requests'] = []
  const emit = <E extends EventName>(event: E, payload: EventPayload<E>): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never)
  }
  const clock = new FakeClock(startAt)
  const world = new FakeMainProcess(clock, emit)
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
