import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type {} from '../../electron/contract/window'
import { outFolder, projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { tutorial } from '../support/tutorial'
import { uploadBlob } from '../support/upload-blob'

/** One step of the tour and what the window showed at its end. */
interface TourStep {
  readonly step: string
  readonly rows: number | null
  readonly screenshot: string
  readonly milliseconds: number
}

const folder = process.env['KUSTO_STUDIO_TOUR'] ?? join(outFolder, 'tour')

/** The guided tour: the studio's main job as a person does it, through the real window, with pictures. */
async function tour(): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const home = temporaryHome()
  const startedAt = performance.now()
  const open = await openStudio(home.path)
  const steps: TourStep[] = []
  try {
    await takeSteps(open, steps)
    const comparison = await open.studio.comparison()
    const ingestions = await open.studio.ingestions()
    const summary = {
      table: tutorial.table.name,
      rows: { before: 0, afterFile: 1000, afterPaste: 1001, afterBlob: 2001 },
      lastRow: Object.fromEntries(Object.entries(comparison).filter(([name]) => !/^[A-Z][a-z]+$/.test(name))),
      comparison,
      ingestions,
      steps,
      milliseconds: Math.round(performance.now() - startedAt),
    }
    writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
    const readmePicture = process.env['KUSTO_STUDIO_README_PICTURE']
    if (readmePicture !== undefined) {
      copyFileSync(join(folder, steps[steps.length - 1]?.screenshot ?? ''), join(projectRoot, readmePicture))
    }
  } finally {
    await open.close()
    home.remove()
  }
  process.stdout.write(`\nScreenshots and summary.json are in ${folder}\n`)
}

async function takeSteps(open: OpenStudio, steps: TourStep[]): Promise<void> {
  const { page, studio } = open
  let lastAt = performance.now()
  const done = async (step: string, rows: number | null): Promise<void> => {
    const screenshot = `${String(steps.length + 1).padStart(2, '0')}-${step.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`
    await page.screenshot({ path: join(folder, screenshot) })
    const milliseconds = Math.round(performance.now() - lastAt)
    lastAt = performance.now()
    steps.push({ step, rows, screenshot, milliseconds })
    const shown = rows === null ? '' : `, ${rows.toLocaleString('en-US')} rows`
    process.stdout.write(`${String(steps.length).padStart(2)}. ${step}${shown} (${(milliseconds / 1000).toFixed(1)} s)\n`)
  }

  await studio.waitUntilConnected()
  await done('Connected to the local cluster', null)
  await studio.createTable(tutorial.table)
  await studio.waitForRowCount(0)
  await done('Made a table whose batches seal after 10 s', 0)
  await studio.dropFiles([tutorial.sampleFile])
  await page.getByRole('button', { name: 'Ingest 1,000 records' }).waitFor()
  await done('Dropped a file', 0)
  await studio.ingest('Ingest 1,000 records')
  await studio.waitForRowCount(1000)
  await studio.waitForIngestion('stormevents.csv', 'Landed')
  await done('The file has landed', 1000)
  await studio.pasteRows(tutorial.pastedRow)
  await studio.ingest('Ingest 1 record')
  await studio.waitForRowCount(1001)
  await studio.waitForIngestion('Pasted', 'Landed')
  await done('A pasted row has landed', 1001)
  const reply = await page.evaluate(() => window.studio.call('studio/bootstrap', {}))
  const clusterUri = reply.ok ? reply.value.connection?.clusterUri : undefined
  if (clusterUri === undefined) throw new Error('No cluster is open')
  await studio.giveBlobUri(await uploadBlob(clusterUri, 'more-events.csv', tutorial.sampleContent()))
  await studio.setHeader(true)
  await studio.ingest('Ingest blob')
  await studio.waitForRowCount(2001)
  await studio.waitForIngestion('more-events.csv', 'Landed')
  await studio.card('Before and after').getByText('MEXICO').waitFor()
  await done('A blob has landed', 2001)
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await done('In the dark', 2001)
  await page.getByRole('radio', { name: 'Light' }).check({ force: true })
  await done('Before and after', 2001)
}

await tour()
