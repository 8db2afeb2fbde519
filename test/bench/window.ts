import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { build as buildStudio } from '../../electron/bootstrap/build.mjs'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { electronHost } from '../support/electron-host'
import { launchElectron } from '../support/open-studio'
import { median } from './measure'

const updates = 300
const updatesPerSecond = 20
const scrolledFrames = 600
const polls = 1000

/**
 * Measures the window in the real Electron: its start, and its page on the fake bridge with far more than it usually
 * holds. Frames come without waiting for the screen, so that the time between two is what one costs.
 *
 * @param folder For the page and for the homes of the studios.
 * @param rounds How often each is measured; medians count.
 */
export async function measureWindow(folder: string, rounds: number): Promise<unknown[]> {
  await buildStudio()
  const results: unknown[] = []
  const told = (result: unknown): void => {
    process.stderr.write(`${JSON.stringify(result)}\n`)
    results.push(result)
  }
  told(await measureStart(folder, rounds))
  const page = await servePage(join(folder, 'page'))
  try {
    told(await inWindow(page.address('millionReadings'), (found) => chartFrames(found, rounds)))
    told(await inWindow(page.address('manyFiles'), (found) => scrollFrames(found, rounds)))
    told(await inWindow(page.address('workspace'), heapSlope))
  } finally {
    await page.close()
  }
  return results
}

/** From the start of the process until the page is painted and takes input; the first, cold start is left out. */
async function measureStart(folder: string, rounds: number): Promise<unknown> {
  const home = join(folder, 'window-home')
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) times.push(await startOnce(home, join(folder, 'ready')))
  const warm = times.slice(1)
  const fastest = rounded(Math.min(...warm))
  return { scenario: 'window-start', milliseconds: rounded(median(warm)), fastest, goal: 1200 }
}

async function startOnce(home: string, readyFile: string): Promise<number> {
  const host = await electronHost()
  const startedAt = Date.now()
  const child = spawn(
    host.executable,
    ['-r', resolve('test/bench/start-reporter.cjs'), projectRoot, ...host.args],
    {
      env: { ...host.env, KUSTO_STUDIO_HOME: home, BENCH_READY_FILE: readyFile },
      stdio: 'ignore',
    },
  )
  await new Promise((done) => child.once('exit', done))
  return Number(await readFile(readyFile, 'utf8')) - startedAt
}

/** The scenes of `renderer/src/design`, bundled as the page is. */
async function servePage(
  outDir: string,
): Promise<{ address(scene: string): string; close(): Promise<void> }> {
  const root = resolve('renderer')
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir,
      target: 'chrome114',
      modulePreload: false,
      rolldownOptions: { input: join(root, 'design.html') },
    },
  })
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
  const server = createServer((request, response) => {
    const path = join(outDir, new URL(request.url ?? '/', 'http://page').pathname)
    readFile(path).then(
      (bytes) =>
        response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    address: (scene) => `http://127.0.0.1:${port}/design.html?scene=${scene}&still`,
    close: async () => {
      server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

async function inWindow(address: string, measure: (page: Page) => Promise<unknown>): Promise<unknown> {
  const app = await launchElectron([resolve('test/bench/page-host')], { BENCH_PAGE: address })
  try {
    const page = await app.firstWindow()
    // What tsx adds to the names of functions, and the page does not have.
    await page.evaluate('globalThis.__name = (one) => one')
    await page.getByRole('main').waitFor({ timeout: 60_000 })
    return await measure(page)
  } finally {
    await app.close()
  }
}

/** What the page of a scene offers to whoever drives it. */
interface SceneWindow {
  readonly fakeStudio: {
    readonly clock: { advance(milliseconds: number): void; now(): number }
    readonly world: { readonly tables: readonly { points: unknown[]; rows: number }[] }
    emit(event: string, payload: unknown): void
    readonly api: { call(method: string, request: unknown): Promise<{ readonly value: object }> }
  }
}

/** Frames of the chart while a reading of a million comes 20 times a second: of each reading, the longest. */
async function chartFrames(page: Page, rounds: number): Promise<unknown> {
  await page.getByText('All', { exact: true }).click()
  const found: Frames[] = []
  for (let round = 0; round < rounds; round++) {
    found.push(
      await framesOf(page, () =>
        page.evaluate(
          async ({ count, perSecond }) => {
            const { fakeStudio } = window as unknown as SceneWindow
            const watch = { database: 'Samples', table: 'Sensors' }
            const { value } = await fakeStudio.api.call('table/watch', watch)
            const { points, revision } = value as {
              points: { at: number; rows: number; ours: number }[]
              revision: number
            }
            const longest: number[] = []
            let before = performance.now()
            let slowest = 0
            let isOver = false
            // Without something to draw, the next frame waits 16.7 ms, and that would be measured.
            const restless = document.createElement('div')
            restless.style.cssText = 'position:fixed;inset:0 auto auto 0;width:1px;height:1px;background:red'
            document.body.append(restless)
            let drawn = 0
            const frame = (at: number): void => {
              restless.style.left = `${drawn++ % 9}px`
              slowest = Math.max(slowest, at - before)
              before = at
              if (!isOver) requestAnimationFrame(frame)
            }
            requestAnimationFrame(frame)
            for (let index = 1; index <= count; index++) {
              const last = points[points.length - 1] ?? { at: 0, rows: 0, ours: 0 }
              points.push({ at: last.at + 50, rows: last.rows + 10, ours: last.ours })
              points.shift()
              const now = { ...value, revision: revision + index + Date.now(), points }
              slowest = 0
              fakeStudio.emit('table/rowCount', now)
              await new Promise((done) => setTimeout(done, 1000 / perSecond))
              longest.push(slowest)
            }
            isOver = true
            restless.remove()
            return longest
          },
          { count: updates, perSecond: updatesPerSecond },
        ),
      ),
    )
  }
  return { scenario: 'window-chart', points: 1_000_000, updatesPerSecond, ...middle(found), goal: 16 }
}

/** Frames while a list of 10,000 chosen files is scrolled from its first to its last. */
async function scrollFrames(page: Page, rounds: number): Promise<unknown> {
  await page.getByRole('treeitem', { name: 'Sensors' }).last().click()
  await page
    .getByRole('button', { name: /^Choose files/ })
    .first()
    .click()
  await page.getByRole('list', { name: 'Chosen files' }).waitFor()
  const found: Frames[] = []
  for (let round = 0; round < rounds; round++) {
    found.push(
      await framesOf(page, () =>
        page.evaluate(async (count) => {
          const list = document.querySelector('[role="list"][aria-label="Chosen files"]') as HTMLElement
          const step = (list.scrollHeight - list.clientHeight) / count
          const frames: number[] = []
          let before = await new Promise<number>(requestAnimationFrame)
          for (let index = 0; index < count; index++) {
            list.scrollTop = index * step
            const at = await new Promise<number>(requestAnimationFrame)
            frames.push(at - before)
            before = at
          }
          return frames
        }, scrolledFrames),
      ),
    )
  }
  return { scenario: 'window-scroll', sources: 10_000, ...middle(found), goal: 16 }
}

interface Frames {
  readonly p50: number
  readonly p99: number
  /** Work of the page's main thread for one of them, on average, with that of the frames until the next. */
  readonly work: number
}

async function framesOf(page: Page, run: () => Promise<number[]>): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  }
  const before = await busy()
  const frames = (await run()).sort((one, other) => one - other)
  const work = ((await busy()) - before) / frames.length
  await session.detach()
  const at = (share: number): number => frames[Math.floor((frames.length - 1) * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), work }
}

function middle(found: readonly Frames[]): Record<string, number> {
  const of = (key: keyof Frames): number => rounded(median(found.map((frames) => frames[key])))
  return { p50Milliseconds: of('p50'), p99Milliseconds: of('p99'), workMilliseconds: of('work') }
}

/** By how much the page's heap grows in 1,000 polls, after a warm-up of as many. */
async function heapSlope(page: Page): Promise<unknown> {
  const session = await page.context().newCDPSession(page)
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage')
    return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6
  }
  const poll = (count: number): Promise<void> =>
    page.evaluate(async (many) => {
      const { fakeStudio } = window as unknown as SceneWindow
      for (let index = 0; index < many; index++) {
        fakeStudio.clock.advance(1000)
        await new Promise(requestAnimationFrame)
      }
    }, count)
  await poll(polls)
  const before = await heap()
  await poll(polls)
  const after = await heap()
  return {
    scenario: 'window-memory',
    polls,
    heapMb: rounded(after),
    slopeMb: rounded(after - before),
    goal: 1,
  }
}

const rounded = (value: number): number => Number(value.toFixed(1))
