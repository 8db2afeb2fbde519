import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterProcess, countRows, sealAtOnce } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { tutorial } from '../support/tutorial'

const home = temporaryHome()
const files = join(home.path, 'files')
let open: OpenStudio

/** As many are written at a time. */
const recordsAtOnce = 500_000

/** A file of readings with this many records. */
function readings(name: string, records: number): string {
  const path = join(files, name)
  writeFileSync(path, `${tutorial.sampleContent().toString().split('\n')[0]}\n`)
  for (let first = 0; first < records; first += recordsAtOnce) {
    const lines = Array.from(
      { length: Math.min(recordsAtOnce, records - first) },
      (_, index) => `2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,S${first + index},1,2,Mast,{}\n`,
    )
    appendFileSync(path, lines.join(''))
  }
  return path
}

beforeAll(async () => {
  mkdirSync(files, { recursive: true })
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
  await open.studio.createTable(tutorial.table)
  await open.studio.waitForRowCount(0)
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

describe('the window over a day', () => {
  test('while a batch waits, its table says why, how full it is and when it seals', async () => {
    await open.studio.dropFiles([readings('first.csv', 1000)])
    await open.studio.ingest('Ingest 1,000 records')
    const pill = open.page.getByRole('button', {
      name: /^Batch seals in \d+ s: 1 of 500 items, \d+ kB of 1 GB/,
    })
    await pill.click()
    const dialog = open.page.getByRole('dialog', { name: 'When a batch is sealed' })
    await dialog.getByText(/first\.csv/).waitFor()
    await dialog.getByText('This table has a policy of its own.').waitFor()
    await open.page.keyboard.press('Escape')
    await open.studio.waitForRowCount(1000)
    await open.page
      .getByRole('region', { name: 'About first.csv' })
      .getByText(/batch waited/)
      .waitFor()
  })

  test('a cluster that stops answering shows so within 5 s, and what lands meanwhile is accounted for', async () => {
    const pid = await clusterProcess(open.app)
    await open.studio.dropFiles([readings('second.csv', 500)])
    await open.studio.ingest('Ingest 500 records')
    await open.page.getByRole('button', { name: /^Batch seals in/ }).waitFor()
    process.kill(pid, 'SIGSTOP')
    const stoppedAt = Date.now()
    try {
      await open.page
        .getByRole('button', { name: 'Cluster: Local cluster, not answering' })
        .waitFor({ timeout: 10_000 })
      await open.page.getByText(/^last counted \d\d:\d\d:\d\d$/).waitFor()
      expect(Date.now() - stoppedAt).toBeLessThan(5000)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await open.page.getByRole('button', { name: 'Cluster: Local cluster, connected' }).waitFor()
    await open.studio.waitForRowCount(1500)
    await open.studio.waitForIngestion('second.csv', 'Landed')
    expect(await countRows(open.page, tutorial.table.name)).toBe(1500)
  })

  test('the chart zooms by keys and by dragging, and goes back to now', async () => {
    const chart = open.page.getByRole('img', { name: /^Row count over/ })
    await chart.focus()
    await open.page.keyboard.press('+')
    const zoomed = open.page.getByRole('img', {
      name: /^Row count over the time from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d/,
    })
    await zoomed.waitFor()
    await open.page.getByRole('button', { name: 'Back to now' }).click()
    await open.page.getByRole('img', { name: /^Row count over the last/ }).waitFor()
    const box = await chart.boundingBox()
    if (box === null) throw new Error('The chart is not there.')
    const y = box.y + box.height / 2
    await open.page.mouse.move(box.x + box.width * 0.4, y)
    await open.page.mouse.down()
    await open.page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
    await open.page.mouse.up()
    await zoomed.waitFor()
    await open.page.mouse.dblclick(box.x + box.width / 2, y)
    await open.page.getByRole('img', { name: /^Row count over the last/ }).waitFor()
  })

  test('scrollbars and the browser’s own controls follow the theme', async () => {
    for (const [name, scheme] of [
      ['Dark', 'dark'],
      ['Light', 'light'],
    ] as const) {
      await open.page.getByRole('radio', { name }).check({ force: true })
      await open.page.waitForFunction(
        (wanted) => getComputedStyle(document.documentElement).colorScheme === wanted,
        scheme,
      )
    }
  })

  test('closing in the middle of an upload asks, and closes only if it is told to', async () => {
    const pid = await clusterProcess(open.app)
    await sealAtOnce(open.page, tutorial.table.name)
    await open.app.evaluate(({ dialog }) => {
      const asked: string[] = []
      Object.assign(globalThis, { asked, answer: 0 })
      dialog.showMessageBox = ((_window: unknown, options: { detail?: string }) => {
        asked.push(options.detail ?? '')
        return Promise.resolve({
          response: (globalThis as { answer?: number }).answer ?? 0,
          checkboxChecked: false,
        })
      }) as typeof dialog.showMessageBox
    })
    // Large enough to be still on its way when its row appears, on a busy machine too; then the cluster takes no more.
    await open.studio.dropFiles([readings('third.csv', 4_000_000)])
    await open.studio.ingest(/^Ingest/)
    await open.studio.waitForIngestion('third.csv', /Uploading|Preparing|Waiting/)
    process.kill(pid, 'SIGSTOP')
    try {
      const close = async (answer: number): Promise<string[]> =>
        await open.app.evaluate(({ BrowserWindow }, response) => {
          Object.assign(globalThis, { answer: response })
          BrowserWindow.getAllWindows()[0]?.close()
          return (globalThis as { asked?: string[] }).asked ?? []
        }, answer)
      const asked = await close(0)
      expect(asked).toHaveLength(1)
      expect(asked[0]).toMatch(/go on at the next start/)
      // So does quitting, as macOS does without closing a window first.
      await open.app.evaluate(({ app }) => app.quit())
      await expect
        .poll(() => open.app.evaluate(() => (globalThis as { asked?: string[] }).asked?.length))
        .toBe(2)
      expect(open.page.isClosed()).toBe(false)
      await open.studio.waitForIngestion('third.csv', /Uploading|Preparing|Waiting|Queueing|Held up/)
      const gone = open.page.waitForEvent('close')
      await close(1).catch(() => undefined)
      await gone
    } finally {
      process.kill(pid, 'SIGCONT')
      // Else a studio that is left open by a failure would ask whoever closes it, and stay.
      await open.app.evaluate(() => void Object.assign(globalThis, { answer: 1 })).catch(() => undefined)
    }
    await open.close().catch(() => undefined)
    open = await openStudio(home.path)
    await open.studio.waitUntilConnected()
    await open.studio.waitForRowCount(4_001_500)
    await open.studio.waitForIngestion('third.csv', 'Landed')
  })
})
