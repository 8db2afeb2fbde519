import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outFolder, projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { batchingPolicyOf, clusterUriOf, countRows, lastRowOf } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { deliveries, walkDeliveries, writeDeliveries } from '../support/deliveries'
import { tutorial } from '../support/tutorial'
import { uploadBlob } from '../support/upload-blob'

/** One step of the tour. */
interface TourStep {
  readonly step: string
  /** The table's rows at the end of the step, as the cluster counts them; null if there is no table yet. */
  readonly rows: number | null
  readonly screenshot: string
  readonly milliseconds: number
}

const { name: table } = tutorial.table
const folder = process.env['KUSTO_STUDIO_TOUR'] ?? join(outFolder, 'tour')

/** Steps of the walk through the prepare page. */
const moments = {
  seen: 'Looked into a file with three faults',
  chosen: 'Chose what becomes of them',
  landed: 'It has landed as it was foreseen',
} as const

/** The guided tour: the studio's main job, done in the real window as a person would, with pictures. */
async function tour(): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const home = temporaryHome()
  const startedAt = performance.now()
  const open = await openStudio(home.path)
  const { page, studio } = open
  try {
    const steps = await takeSteps(open)
    const summary = {
      clusterUri: await clusterUriOf(page),
      electron: await open.app.evaluate(() => process.versions.electron),
      table,
      batchingPolicy: await batchingPolicyOf(page, table),
      rowsAfterLastStep: await countRows(page, table),
      lastRow: await lastRowOf(page, table, 'EndTime'),
      beforeAndAfter: await studio.comparison(),
      ingestions: await studio.ingestions(),
      steps,
      milliseconds: Math.round(performance.now() - startedAt),
    }
    writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
    const picture = process.env['KUSTO_STUDIO_README_PICTURE']
    const last = steps[steps.length - 1]
    if (picture !== undefined && last !== undefined) {
      copyFileSync(join(folder, last.screenshot), join(projectRoot, picture))
    }
    const preparing = process.env['KUSTO_STUDIO_PREPARE_PICTURE']
    const seen = steps.find(({ step }) => step === moments.seen)
    if (preparing !== undefined && seen !== undefined) {
      copyFileSync(join(folder, seen.screenshot), join(projectRoot, preparing))
    }
  } finally {
    await open.close()
    home.remove()
  }
  process.stdout.write(`\nScreenshots and summary.json are in ${folder}\n`)
}

async function takeSteps({ page, studio, home }: OpenStudio): Promise<TourStep[]> {
  const steps: TourStep[] = []
  let lastAt = performance.now()
  const done = async (step: string, expectedRows: number | null): Promise<void> => {
    const milliseconds = Math.round(performance.now() - lastAt)
    const number = String(steps.length + 1).padStart(2, '0')
    const screenshot = `${number}-${step.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`
    await page.screenshot({ path: join(folder, screenshot), animations: 'disabled' })
    const rows = expectedRows === null ? null : await countRows(page, table)
    if (rows !== expectedRows) throw new Error(`${step}: the table has ${rows} rows, not ${expectedRows}`)
    steps.push({ step, rows, screenshot, milliseconds })
    const shown = rows === null ? '' : `: ${rows.toLocaleString('en-US')} rows`
    process.stdout.write(`${number}  ${step}${shown}  (${(milliseconds / 1000).toFixed(1)} s)\n`)
    lastAt = performance.now()
  }

  await studio.waitUntilConnected()
  await page.getByText('See rows arrive').waitFor()
  await done('Connected to the local cluster', null)
  await studio.createTable(tutorial.table)
  await studio.waitForRowCount(0)
  await done('Made a table whose batches seal after 10 s', 0)

  await studio.dropFiles([tutorial.sampleFile])
  await page.getByRole('button', { name: 'Ingest 1,000 records' }).waitFor()
  await done('Dropped a file', 0)
  await studio.ingest('Ingest 1,000 records')
  // After a few seconds, the chart shows the waiting batch.
  await studio.waitForIngestion('stormevents.csv', /seals in [3-6] s/)
  await done('Queued the file', 0)
  await studio.waitForRowCount(1000)
  await studio.waitForIngestion('stormevents.csv', 'Landed')
  await done('The file has landed', 1000)

  await studio.pasteRows(tutorial.pastedRow)
  await studio.ingest('Ingest 1 record')
  await studio.waitForRowCount(1001)
  await studio.waitForIngestion('Pasted', 'Landed')
  await done('A pasted row has landed', 1001)

  const uri = await uploadBlob(await clusterUriOf(page), 'more-events.csv', tutorial.sampleContent(), home)
  await studio.giveBlobUri(uri)
  await studio.setHeader(true)
  await studio.ingest('Ingest blob')
  await studio.waitForRowCount(2001)
  await studio.waitForIngestion('more-events.csv', 'Landed')
  await studio.card('Before and after').getByText('MEXICO').waitFor()
  await done('A blob has landed', 2001)

  await studio.createTable(deliveries.table)
  await studio.waitForRowCount(0)
  const faulty = join(home, deliveries.fileName)
  writeDeliveries(faulty)
  await walkDeliveries({ page, studio }, faulty, (moment) => done(moments[moment], 2001))
  await studio.openTable(table)
  await studio.waitForRowCount(2001)
  await studio.card('Before and after').getByText('MEXICO').waitFor()

  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await done('The same in the dark', 2001)
  await page.getByRole('radio', { name: 'Light' }).check({ force: true })
  await studio.chooseTab('Files')
  await done('Before and after', 2001)
  return steps
}

await tour()
