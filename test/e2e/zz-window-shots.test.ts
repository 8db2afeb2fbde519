import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { openStudio, resizeWindow, temporaryHome } from '../support/open-studio'
test('shots', { timeout: 240_000 }, async () => {
  const home = temporaryHome()
  const files = join(home.path, 'files')
  mkdirSync(files, { recursive: true })
  const out = '/tmp/h12w/shots'
  mkdirSync(out, { recursive: true })
  const write = (name: string, count: number, bad = false): string => {
    const path = join(files, name)
    writeFileSync(
      path,
      [
        'Id,At,City,Price',
        ...Array.from({ length: count }, (_, i) =>
          bad && i === 3
            ? '5,2026'
            : `${i + 1},2026-03-${String(1 + (i % 28)).padStart(2, '0')}T08:00:00Z,City ${i % 40},${(i % 100) / 4}`,
        ),
        '',
      ].join('\n'),
    )
    return path
  }
  const open = await openStudio(home.path)
  const { page, studio, app } = open
  await studio.waitUntilConnected()
  await studio.createTable({
    name: 'Visits',
    schema: 'Id: long\nAt: datetime\nCity: string\nPrice: real',
    batchingSeconds: 10,
  })
  await studio.waitForRowCount(0)
  const shot = async (name: string) => {
    for (const [w, h] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await resizeWindow(app, w, h)
      for (const theme of ['Light', 'Dark'] as const) {
        await page.getByRole('radio', { name: theme }).check({ force: true })
        await page.waitForTimeout(250)
        await page.screenshot({
          path: join(out, `${name}-${w}-${theme.toLowerCase()}.png`),
          animations: 'disabled',
        })
      }
    }
    await resizeWindow(app, 1280, 800)
  }
  await studio.dropFiles([write('visits.csv', 20000)])
  await studio.ingest(/^Ingest/)
  await page.getByRole('button', { name: /^Batch seals in/ }).waitFor()
  await page.waitForTimeout(2500)
  await shot('waiting')
  await page.getByRole('button', { name: /^Batch seals in|^Batch seals after/ }).click()
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(out, 'policy.png') })
  await page.keyboard.press('Escape')
  await studio.waitForRowCount(20000)
  await studio.dropFiles([write('broken.csv', 500, true)])
  await studio.ingest(/^Ingest/)
  await page.waitForTimeout(1500)
  await studio.dropFiles([
    write('more.csv', 3000),
    write('late.csv', 41),
    write('again.csv', 700),
    write('tiny.csv', 3),
  ])
  await page.waitForTimeout(2000)
  await shot('chosen')
  await studio.ingest(/^Ingest/)
  await studio.waitForRowCount(23744, 60000).catch(() => undefined)
  await page.waitForTimeout(1500)
  await shot('landed')
  await page.getByRole('img', { name: /^Row count/ }).focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(out, 'zoomed.png') })
  await open.close()
  home.remove()
})
