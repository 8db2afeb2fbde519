import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Check, Target } from '../../electron/domain/schema/inspection'
import { forkInspection } from '../../electron/services/inspection/inspection-process'
import { createInspectionService } from '../../electron/services/inspection/inspection-service'
import { createSourceService } from '../../electron/services/sources/source-service'
import { referenceColumns, startDuckDbReference } from './duckdb-reference'
import { median } from './measure'
import { writeStormFile } from './storm-file'

const target: Target = {
  columns: [
    { name: 'StartTime', type: 'datetime' },
    { name: 'EndTime', type: 'datetime' },
    { name: 'State', type: 'string' },
    { name: 'DamageProperty', type: 'int' },
    { name: 'DamageCrops', type: 'int' },
    { name: 'Source', type: 'string' },
    { name: 'StormSummary', type: 'dynamic' },
  ],
  mapping: null,
}

/** Files that are recognised at once. */
const manyFiles = 10_000

/**
 * Measures looking into sources with a warm process: first rows of a large CSV and a large Parquet file, the check of a
 * large CSV against DuckDB's typed `read_csv` into nothing, and 10,000 small files. Medians of `pairs` runs.
 */
export async function measureInspection(options: {
  readonly folder: string
  readonly pairs: number
  readonly megabytes: number
}): Promise<Record<string, unknown>[]> {
  const { folder, pairs, megabytes } = options
  const csv = join(folder, 'inspection.csv')
  const parquet = join(folder, 'inspection.parquet')
  const rows = writeStormFile(csv, megabytes * 1_000_000)
  const reference = startDuckDbReference()
  const inspection = createInspectionService({
    start: () => forkInspection(resolve('out/inspection/entry.cjs')),
    sources: { pathOf: (handle) => handle },
    log: (scope, message) => process.stderr.write(`${scope}: ${message}\n`),
  })
  try {
    const typed = Object.entries(referenceColumns).map(([name, type]) => `${name}: '${type}'`)
    const readCsv = `read_csv('${csv}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${typed.join(', ')}})`
    await reference.run(
      `COPY (SELECT * FROM ${readCsv}) TO '${parquet}' (FORMAT parquet, COMPRESSION uncompressed)`,
    )
    await inspection.look({ source: { kind: 'paste', text: 'a,b\n1,2\n', name: 'rows' }, target: null })
    const look = async (path: string): Promise<{ readonly lookId: string; readonly seconds: number }> => {
      const startedAt = performance.now()
      const { lookId, problem } = await inspection.look({ source: { kind: 'file', handle: path }, target })
      if (problem !== null) throw new Error(problem.message)
      return { lookId, seconds: (performance.now() - startedAt) / 1000 }
    }
    const check = async (): Promise<number> => {
      const { lookId } = await look(csv)
      const startedAt = performance.now()
      const { read, status } = await new Promise<Check>((done) => {
        const forget = inspection.onChange((change) => {
          if (change.status === 'running') return
          forget()
          done(change)
        })
        inspection.check(lookId)
      })
      if (status !== 'done' || read.records !== rows)
        throw new Error(`The check ended ${status}, ${read.records} records.`)
      inspection.close(lookId)
      return (performance.now() - startedAt) / 1000
    }
    const looks = { csv: [] as number[], parquet: [] as number[] }
    const checks: number[] = []
    const floors: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      looks.csv.push((await look(csv)).seconds)
      looks.parquet.push((await look(parquet)).seconds)
      floors.push((await reference.run(`SELECT count(COLUMNS(*)) FROM ${readCsv}`)).seconds)
      checks.push(await check())
      process.stderr.write(`inspection: pair ${pair + 1} of ${pairs}\n`)
    }
    return [
      {
        scenario: 'inspection-first-rows',
        megabytes,
        csvSeconds: median(looks.csv),
        parquetSeconds: median(looks.parquet),
      },
      {
        scenario: 'inspection-check',
        megabytes,
        rows,
        checkSeconds: median(checks),
        duckDbTypedSeconds: median(floors),
        ratio: median(checks.map((seconds, index) => seconds / (floors[index] ?? Number.NaN))),
      },
      await measureManyFiles(folder, pairs),
    ]
  } finally {
    await inspection.end()
    await reference.close()
  }
}

/** Lists and recognises a folder of small files. */
async function measureManyFiles(folder: string, pairs: number): Promise<Record<string, unknown>> {
  const files = join(folder, 'many')
  mkdirSync(files)
  for (let index = 0; index < manyFiles; index++)
    writeFileSync(join(files, `rows-${index}.csv`), `id,city,temp\n${index},Lima,${index % 40}.5\n`)
  const sources = createSourceService({
    homeFolder: folder,
    findPreviousIngestion: () => Promise.resolve(null),
  })
  const seconds: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const startedAt = performance.now()
    const found = await sources.register([files])
    if (found.length !== manyFiles) throw new Error(`${found.length} files were found.`)
    seconds.push((performance.now() - startedAt) / 1000)
  }
  return { scenario: 'inspection-many-files', files: manyFiles, seconds: median(seconds) }
}
