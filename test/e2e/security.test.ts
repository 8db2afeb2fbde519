import { createSocket } from 'node:dgram'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {} from '../../electron/contract/window'
import { policyAttempts } from './policy-attempts'
import { clusterUriOf } from '../support/cluster-of-window'
import { eventually } from '../support/eventually'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'

const home = temporaryHome()
const pageAddress = 'app://studio/index.html'
let open: OpenStudio
let server: Server
let origin = ''
const hits: string[] = []

beforeAll(async () => {
  // Sees whatever gets out of the page.
  server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`)
    response.setHeader('access-control-allow-origin', '*').end('reached')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  await open.studio.createTable({ name: 'T', schema: 'a: long', batchingSeconds: 10 })
})
afterAll(async () => {
  await open?.close()
  server.closeAllConnections()
  server.close()
  home.remove()
})

/** Counts, in the main process, the navigations that the studio has refused. */
const countRefusals = (): Promise<void> =>
  open.app.evaluate(({ BrowserWindow }) => {
    const counted = globalThis as { refusals?: number }
    counted.refusals = 0
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const count = (event: Electron.Event): void => {
      if (event.defaultPrevented) counted.refusals = (counted.refusals ?? 0) + 1
    }
    contents?.on('will-frame-navigate', count)
  })

/** Refused navigations: by the studio, or by Chromium, which then complains. */
const refusals = async (): Promise<number> => {
  const byStudio = await open.app.evaluate(() => (globalThis as { refusals?: number }).refusals ?? 0)
  return byStudio + open.complaints.filter((words) => /^Not allowed to/.test(words)).length
}

/** Resolves once a later request has reached the server, so that no earlier one is still on its way. */
const laterRequest = async (): Promise<string[]> => {
  await open.app.evaluate(async ({ net }, to) => void (await (await net.fetch(to)).text()), `${origin}/later`)
  const earlier = hits.splice(0)
  expect(earlier.pop()).toBe('GET /later')
  return earlier
}

/** Resolves once an image that was added later has failed, so that no earlier one has still to fail. */
const laterImage = (): Promise<void> =>
  open.page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const image = new Image()
        image.onerror = () => resolve()
        image.src = 'later'
      }),
  )

const windowCount = (): Promise<number> =>
  open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

describe('the page has no way to the machine', () => {
  test('no Node, no Electron, only the bridge', async () => {
    const seen = await open.page.evaluate(() => ({
      types: ['require', 'process', 'Buffer', 'module', 'global', 'electron', 'ipcRenderer'].map(
        (name) => typeof (globalThis as Record<string, unknown>)[name],
      ),
      bridge: Object.keys(window.studio).sort(),
      isFrozen: Object.isFrozen(window.studio),
      isReplaceable: Reflect.set(window, 'studio', null),
    }))
    expect(seen.types).toEqual(Array.from({ length: 7 }, () => 'undefined'))
    expect(seen.bridge).toEqual(['call', 'cancel', 'on', 'registerFiles'])
    expect(seen.isFrozen).toBe(true)
    expect(await open.page.evaluate(() => typeof window.studio.call)).toBe('function')
  })

  test('the window has the strict preferences', async () => {
    const preferences = await open.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>
      }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
    expect(preferences['webSecurity'] ?? true).toBe(true)
    for (const name of [
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
      'webviewTag',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'navigateOnDragDrop',
    ]) {
      expect(preferences[name] ?? false, name).toBe(false)
    }
  })

  test('a path cannot be opened by a handle that was never given out', async () => {
    const reply = await open.page.evaluate(() =>
      window.studio.call('jobs/start', {
        database: 'Samples',
        table: 'T',
        sources: [{ kind: 'file', handle: '/etc/passwd' }],
      }),
    )
    expect(reply).toMatchObject({ ok: false })
  })

  test('a link is one of three words, never an address', async () => {
    const reply = await open.page.evaluate(() =>
      window.studio.call('link/open', { link: 'https://evil.example' } as never),
    )
    expect(reply).toMatchObject({ ok: false, error: { code: 'RequestInvalid' } })
  })
})

describe('a page that somebody else has taken over', () => {
  test('can name no path, and make up no file that has one', async () => {
    const replies = await open.page.evaluate(async () => {
      const { studio } = window
      const call = studio.call as (method: string, request: unknown) => Promise<{ readonly ok: boolean }>
      const register = studio.registerFiles as (
        files: readonly unknown[],
      ) => Promise<{ readonly ok: boolean }>
      const own = new File(['x'], '/etc/passwd')
      Object.defineProperty(own, 'path', { value: '/etc/passwd' })
      return await Promise.all([
        call('sources/register', { paths: ['/etc/passwd'] }),
        register([own]),
        register([{ path: '/etc/passwd', name: 'passwd' }]),
        register([Object.assign(new Blob(['x']), { path: '/etc/passwd' })]),
        register([Object.create(File.prototype, { path: { value: '/etc/passwd' } })]),
        call('sources/inspectBlob', { uri: 'file:///etc/passwd' }),
        call('inspection/look', { source: { kind: 'file', handle: '/etc/passwd' }, target: null }),
      ])
    })
    expect(replies.map(({ ok }) => ok)).toEqual(Array.from({ length: 7 }, () => false))
  })

  test('finds no WebRTC, and what an empty frame brings sends nothing', async () => {
    const socket = createSocket('udp4')
    let packets = 0
    socket.on('message', () => packets++)
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    const { port } = socket.address()
    const seen = await open.page.evaluate(async (stunPort) => {
      const names = Object.getOwnPropertyNames(window).filter((name) => /RTC/.test(name))
      const frame = document.createElement('iframe')
      document.body.append(frame)
      const inner = frame.contentWindow as (Window & typeof globalThis) | null
      const hasStudio = inner !== null && 'studio' in inner
      if (inner?.RTCPeerConnection !== undefined) {
        const peer = new inner.RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }] })
        peer.createDataChannel('out')
        await peer.setLocalDescription(await peer.createOffer())
        await new Promise<void>((resolve) => {
          const look = (): void => void (peer.iceGatheringState === 'complete' && resolve())
          peer.onicegatheringstatechange = look
          look()
        })
        peer.close()
      }
      frame.remove()
      return { names, hasStudio }
    }, port)
    socket.close()
    expect(seen).toEqual({ names: [], hasStudio: false })
    expect(packets).toBe(0)
  })

  test('makes no policy of its own for text that becomes code', async () => {
    const made = await open.page.evaluate(() => {
      const { trustedTypes } = globalThis as unknown as {
        trustedTypes: { createPolicy(name: string, rules: object): unknown }
      }
      return ['default', 'evil'].map((name) => {
        try {
          trustedTypes.createPolicy(name, { createHTML: (text: string) => text })
          return 'made'
        } catch {
          return 'refused'
        }
      })
    })
    expect(made).toEqual(['refused', 'refused'])
  })

  test('does not read the clipboard', async () => {
    await open.app.evaluate(({ clipboard }) => clipboard.writeText('of another program'))
    const read = await open.page.evaluate(async () => {
      const field = document.createElement('textarea')
      document.body.append(field)
      field.focus()
      document.execCommand('Paste')
      const pasted = field.value
      field.remove()
      return [pasted, await navigator.clipboard.readText().catch(() => '')]
    })
    expect(read).toEqual(['', ''])
  })

  test('does not reach the local cluster past the bridge', async () => {
    const cluster = await clusterUriOf(open.page)
    const reached = await open.page.evaluate(
      (uri) =>
        fetch(`${uri}/v1/rest/mgmt`, {
          method: 'POST',
          mode: 'no-cors',
          body: '{"csl":".show tables"}',
        }).then(
          () => 'reached',
          () => 'refused',
        ),
      cluster,
    )
    expect(reached).toBe('refused')
    // Nor does any other program that was not given the token.
    const answer = await fetch(`${cluster}/v1/rest/mgmt`, { method: 'POST', body: '{"csl":".show tables"}' })
    expect(answer.status).toBe(401)
  })
})

// Before anything below: Playwright waits for a refused navigation as if it still went on.
describe('a file is only data', () => {
  test('executes nothing that a file name says', async () => {
    const name = '<img src=x onerror="window.nameRan=1">.csv'
    const path = join(home.path, name)
    writeFileSync(path, 'a,b\n1,2\n')
    await open.app.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    }, path)
    await open.page
      .getByRole('button', { name: /^Choose files/ })
      .first()
      .click()
    await open.page.getByText(name).first().waitFor()
    await laterImage()
    expect(await open.page.evaluate(() => 'nameRan' in window)).toBe(false)
  })

  test('a web page that is dropped on it is a file like others', async () => {
    const path = join(home.path, 'page.html')
    writeFileSync(path, '<h1>not here</h1>')
    await open.studio.dropFiles([path])
    await open.page.getByText('page.html').first().waitFor()
    expect(open.page.url()).toBe(pageAddress)
  })
})

describe('the content security policy, by what it does', () => {
  test.each(policyAttempts)('refuses %s', async (_what, attempt) => {
    expect(await open.page.evaluate(attempt as (to: string) => Promise<unknown>, origin)).toBe('refused')
    expect(hits).toEqual([])
    expect(open.page.url()).toBe(pageAddress)
  })
})

describe('the window stays where it is', () => {
  const ways: readonly (readonly [string, (to: string) => void])[] = [
    ['location', (to) => window.location.assign(to)],
    ['location to a file', () => window.location.assign('file:///etc/passwd')],
    ['location to data', () => window.location.assign('data:text/html,<p>x</p>')],
    ['location within the scheme', () => window.location.assign('app://other/index.html')],
    [
      'a click on a link',
      (to) => {
        const link = document.createElement('a')
        link.href = to
        document.body.append(link)
        link.click()
        link.remove()
      },
    ],
    [
      'a refresh by markup',
      (to) => {
        const meta = document.createElement('meta')
        meta.httpEquiv = 'refresh'
        meta.content = `0;url=${to}`
        document.head.append(meta)
      },
    ],
  ]

  beforeAll(countRefusals)

  test.each(ways)('whatever %s tries', async (_what, attempt) => {
    const before = await refusals()
    await open.page.evaluate(attempt, `${origin}/elsewhere`)
    await eventually(refusals, (count) => count > before)
    expect(open.page.url()).toBe(pageAddress)
    expect(await windowCount()).toBe(1)
    expect(await laterRequest()).toEqual([])
  })

  const opening: readonly (readonly [string, (to: string) => void])[] = [
    [
      'a link to a new window',
      (to) => {
        const link = document.createElement('a')
        link.href = to
        link.target = '_blank'
        document.body.append(link)
        link.click()
        link.remove()
      },
    ],
    ['window.open', (to) => void window.open(to)],
    ['window.open of our own page', () => void window.open('app://studio/index.html')],
  ]

  // The page waits until the main process has answered whether it may.
  test.each(opening)('alone, whatever %s tries', async (_what, attempt) => {
    await open.page.evaluate(attempt, `${origin}/elsewhere`)
    expect(await windowCount()).toBe(1)
    expect(open.page.url()).toBe(pageAddress)
    expect(await laterRequest()).toEqual([])
  })
})

test('nothing of all this has reached the outside, not even late', async () => {
  expect(await laterRequest()).toEqual([])
})

describe('what the page may ask the system for', () => {
  test.each([
    'geolocation',
    'notifications',
    'camera',
    'microphone',
    'midi',
    'clipboard-read',
    'screen-wake-lock',
    'storage-access',
  ])('%s is denied', async (name) => {
    const state = await open.page.evaluate(
      (permission) =>
        navigator.permissions.query({ name: permission as PermissionName }).then(
          (status) => status.state,
          () => 'denied',
        ),
      name,
    )
    expect(state).toBe('denied')
  })

  test('no device, no screen', async () => {
    const answers = await open.page.evaluate(async () => {
      const refused = (work: Promise<unknown>): Promise<string> =>
        work.then(
          () => 'given',
          () => 'refused',
        )
      return await Promise.all([
        refused(navigator.mediaDevices.getUserMedia({ video: true })),
        refused(navigator.mediaDevices.getDisplayMedia({ video: true })),
      ])
    })
    expect(answers).toEqual(['refused', 'refused'])
  })
})

describe('the page’s scheme', () => {
  test.each(['app://studio/../main/main.cjs', 'app://studio/%2e%2e/main/main.cjs', 'app://other/index.html'])(
    'has no %s',
    async (address) => {
      const status = await open.app.evaluate(
        async ({ net }, to) => (await net.fetch(to).catch(() => ({ status: 404 }))).status,
        address,
      )
      expect(status).toBe(404)
    },
  )

  test('takes no POST, and files are refused', async () => {
    const statuses = await open.app.evaluate(async ({ net }) => [
      (await net.fetch('app://studio/index.html', { method: 'POST' })).status,
      (await net.fetch('file:///etc/passwd').catch(() => ({ status: 403 }))).status,
    ])
    expect(statuses).toEqual([405, 403])
  })
})
