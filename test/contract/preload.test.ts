import { describe, expect, test, vi } from 'vitest'
import { cancelChannel, eventChannel, methodNames, preloadMethodNames } from '../../electron/contract/names'
import type { StudioApi } from '../../electron/contract/types'
import { pathOfFile } from '../../electron/preload/file-path'
import { createStudioApi, type MessagePort } from '../../electron/preload/studio-api'

// A version without `webUtils`: there the path is a property, which anything could have.
vi.mock('electron', () => ({ default: {}, contextBridge: {} }))

/** Electron's side of the bridge, written down. */
class FakePort implements MessagePort {
  readonly sent: unknown[][] = []
  readonly subscribed: string[] = []
  #listener: ((event: unknown, ...args: unknown[]) => void) | undefined

  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    this.sent.push([channel, ...args])
    return { ok: true, value: {} }
  }
  send(channel: string, ...args: unknown[]): void {
    this.sent.push([channel, ...args])
  }
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): void {
    this.subscribed.push(channel)
    this.#listener = listener
  }
  receive(name: string, payload: unknown): void {
    this.#listener?.({ sender: 'never shown' }, name, payload)
  }
}

const pathOf = (file: File): string => (file.name === 'made-in-the-page.csv' ? '' : `/data/${file.name}`)

function makeApi(): { port: FakePort; api: StudioApi } {
  const port = new FakePort()
  return { port, api: createStudioApi(port, pathOf) }
}

describe('what the page gets', () => {
  test('is frozen and has four functions', () => {
    const { api } = makeApi()
    expect(Object.keys(api).sort()).toEqual(['call', 'cancel', 'on', 'registerFiles'])
    expect(Object.isFrozen(api)).toBe(true)
  })

  test('passes exactly the methods of the contract', async () => {
    const { port, api } = makeApi()
    const call = api.call as (method: string, request: unknown) => Promise<unknown>
    for (const name of methodNames) await call(name, {})
    expect(port.sent.map(([channel]) => channel)).toEqual([...methodNames])
    for (const name of [
      ...preloadMethodNames,
      '',
      'jobs',
      'jobs/Start',
      'event',
      cancelChannel,
      '__proto__',
      'constructor',
    ]) {
      expect(await call(name, {})).toMatchObject({ ok: false, error: { code: 'RequestInvalid' } })
    }
    expect(port.sent).toHaveLength(methodNames.length)
  })

  test('cancels by the id of the request', async () => {
    const { port, api } = makeApi()
    await api.call('jobs/list', { limit: 1 }, 'request-1')
    api.cancel('request-1')
    expect(port.sent).toEqual([
      ['jobs/list', { limit: 1 }, 'request-1'],
      [cancelChannel, 'request-1'],
    ])
  })

  test('registers files by their paths, which the page does not see', async () => {
    const { port, api } = makeApi()
    await api.registerFiles([new File(['a'], 'a.csv'), new File(['b'], 'b.csv')])
    expect(port.sent).toEqual([['sources/register', { paths: ['/data/a.csv', '/data/b.csv'] }, undefined]])
    expect(await api.registerFiles([new File(['x'], 'made-in-the-page.csv')])).toMatchObject({ ok: false })
    expect(port.sent).toHaveLength(1)
  })

  test('takes no path from an object that only looks like a file', async () => {
    const port = new FakePort()
    const api = createStudioApi(port, pathOfFile)
    const claims = [
      { path: '/etc/passwd', name: 'passwd' },
      Object.assign(new Blob(['x']), { path: '/etc/passwd' }),
      '/etc/passwd',
      null,
    ]
    for (const claim of claims) {
      expect(await api.registerFiles([claim] as never)).toMatchObject({ ok: false })
    }
    expect(port.sent).toEqual([])
  })

  test('reads the paths before it gives the turn away', () => {
    let read = 0
    const api = createStudioApi(new FakePort(), () => {
      read++
      return '/data/a.csv'
    })
    void api.registerFiles([new File(['a'], 'a.csv')])
    expect(read).toBe(1)
  })
})

describe('events', () => {
  test('reach their listeners without the event object', () => {
    const { port, api } = makeApi()
    const received: unknown[][] = []
    api.on('command/requested', (...args) => received.push(args))
    port.receive('command/requested', { command: 'query' })
    port.receive('jobs/changed', {})
    expect(received).toEqual([[{ command: 'query' }]])
  })

  test('end with their subscription, ten thousand times over one channel', () => {
    const { port, api } = makeApi()
    let received = 0
    for (let round = 0; round < 10_000; round++) api.on('jobs/changed', () => received++)()
    port.receive('jobs/changed', {})
    expect(received).toBe(0)
    expect(port.subscribed).toEqual([eventChannel])
  })

  test('one listener given twice is two subscriptions', () => {
    const { port, api } = makeApi()
    let received = 0
    const listener = (): void => void received++
    const end = api.on('jobs/changed', listener)
    api.on('jobs/changed', listener)
    end()
    port.receive('jobs/changed', {})
    expect(received).toBe(1)
  })

  test('that the contract does not name are refused', () => {
    const { api } = makeApi()
    expect(() =>
      (api.on as (name: string, listener: () => void) => void)('jobs/other', () => undefined),
    ).toThrow()
  })
})
