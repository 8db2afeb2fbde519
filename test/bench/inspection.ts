import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Check, Target } from '../../electron/domain/schema/inspection'
import { forkInspection } from '../../electron/services/inspection/inspection-process'
import {
  createInspectionService,
  type OwnedInspectionService,
} from '../../electron/services/inspection/inspection-service'
import { createSourceService } from '../../electron/services/sources/source-service'
import { CliAlone } from './cli-alone'
import type { ClusterUnderTest } from './cluster-under-test'
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

/** Files that are recognised at once, and columns of a wide one. */
const manyFiles = 10_000
const manyColumns = 1000
const wideBytes = 10_000_000

interface Options {
  readonly folder: string
  readonly pairs: number
  readonly megabytes: number
}

/**
 * Measures looking into sources with a warm process, in medians of `pairs` runs: first rows of a large CSV and a large
 * Parquet file, the check of a large CSV against DuckDB's typed `read_csv` into nothing, and beside its ingestion; a wide
 * file, and many small ones.
 */
export async function measureInspection(
  cluster: ClusterUnderTest,
  options: Options,
): Promise<Record<string, unknown>[]> {
  const { folder, megabytes } = options
  const csv = join(folder, 'inspection.csv')
  const rows = writeStormFile(csv, megabytes * 1_000_000)
  const under = new InspectionUnderMeasure()
  try {
    await under.look('a,b\n1,2\n', 'paste')
    return [
      ...(await measureChecks(under, csv, rows, options)),
      await measureBesideIngest(under, csv, rows, { ...options, cluster }),
      await measureWideFile(under, options),
      await measureManyFiles(options),
    ]
  } finally {
    await under.inspection.end()
  }
}

/** The service with its process. */
class InspectionUnderMeasure {
  readonly inspection: OwnedInspectionService = createInspectionService({
    start: () => forkInspection(resolve('out/inspection/entry.cjs')),
    sources: { pathOf: (handle) => handle },
    log: (scope, message) => process.stderr.write(`${scope}: ${message}\n`),
  })

  /** Returns the look and how long it took, to its first rows. */
  async look(
    path: string,
    kind: 'file' | 'paste' = 'file',
    into: Target | null = target,
  ): Promise<{ readonly lookId: string; readonly seconds: number }> {
    const startedAt = performance.now()
    const source = kind === 'file' ? { kind, handle: path } : { kind, text: path, name: 'rows' }
    const { lookId, problem } = await this.inspection.look({ source, target: into })
    if (problem !== null) throw new Error(problem.message)
    return { lookId, seconds: (performance.now() - startedAt) / 1000 }
  }

  /** Checks a file whole. Returns how long that took, without the look. */
  async check(path: string, rows: number, into: Target | null = target): Promise<number> {
    const { lookId } = await this.look(path, 'file', into)
    const startedAt = performance.now()
    const { read, status } = await new Promise<Check>((done) => {
      const forget = this.inspection.onChange((change) => {
        if (change.status === 'running') return
        forget()
        done(change)
      })
      this.inspection.check(lookId)
    })
    if (status !== 'done' || read.records !== rows)
      throw new Error(`The check ended ${status}, ${read.records} records.`)
    this.inspection.close(lookId)
    return (performance.now() - startedAt) / 1000
  }

  /** What the kernel says of the process: memory now and at its peak so far (MB), processor time (s). */
  usage(): { readonly rssMb: number; readonly peakMb: number; readonly cpuSeconds: number } {
    const pid = readdirSync('/proc').find((one) => /^\d+$/.test(one) && isInspection(one))
    if (pid === undefined) throw new Error('There is no inspection process.')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024
    const [, user, system] =
      /^.*\) (?:\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return {
      rssMb: megabytes('VmRSS'),
      peakMb: megabytes('VmHWM'),
      cpuSeconds: (Number(user) + Number(system)) / 100,
    }
  }
}

function isInspection(pid: string): boolean {
  try {
    const isOwn = new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    )
    return isOwn && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('inspection')
  } catch {
    // It ended in between.
    return false
  }
}

async function measureChecks(
  under: InspectionUnderMeasure,
  csv: string,
  rows: number,
  { folder, pairs, megabytes }: Options,
): Promise<Record<string, unknown>[]> {
  const parquet = join(folder, 'inspection.parquet')
  const reference = startDuckDbReference()
  try {
    const typed = Object.entries(referenceColumns).map(([name, type]) => `${name}: '${type}'`)
    const readCsv = `read_csv('${csv}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${typed.join(', ')}})`
    await reference.run(
      `COPY (SELECT * FROM ${readCsv}) TO '${parquet}' (FORMAT parquet, COMPRESSION uncompressed)`,
    )
    const idle = under.usage().rssMb
    const looks = { csv: [] as number[], parquet: [] as number[] }
    const runs: { check: number; checkCpu: number; floor: number; floorCpu: number }[] = []
    for (let pair = 0; pair < pairs; pair++) {
      looks.csv.push((await under.look(csv)).seconds)
      looks.parquet.push((await under.look(parquet)).seconds)
      const floor = await reference.run(`SELECT count(COLUMNS(*)) FROM ${readCsv}`)
      const before = under.usage().cpuSeconds
      const check = await under.check(csv, rows)
      const checkCpu = under.usage().cpuSeconds - before
      runs.push({ check, checkCpu, floor: floor.seconds, floorCpu: floor.cpuSeconds })
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
        checkSeconds: median(runs.map(({ check }) => check)),
        duckDbTypedSeconds: median(runs.map(({ floor }) => floor)),
        ratio: median(runs.map(({ check, floor }) => check / floor)),
        cpu: {
          checkSeconds: median(runs.map(({ checkCpu }) => checkCpu)),
          duckDbTypedSeconds: median(runs.map(({ floorCpu }) => floorCpu)),
          ratio: median(runs.map(({ checkCpu, floorCpu }) => checkCpu / floorCpu)),
        },
        memoryMb: { idle, peakAboveIdle: under.usage().peakMb - idle },
      },
    ]
  } finally {
    await reference.close()
  }
}

/** Ingestion from the drop to all rows, alone and with a check of the same file at the same time. */
async function measureBesideIngest(
  under: InspectionUnderMeasure,
  csv: string,
  rows: number,
  { cluster, folder, pairs, megabytes }: Options & { readonly cluster: ClusterUnderTest },
): Promise<Record<string, unknown>> {
  const cli = new CliAlone(cluster, folder)
  const alone: number[] = []
  const both: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    alone.push(await cli.ingest(csv, rows))
    const startedAt = performance.now()
    await Promise.all([cli.ingest(csv, rows), under.check(csv, rows)])
    both.push((performance.now() - startedAt) / 1000)
    process.stderr.write(`inspection beside ingestion: pair ${pair + 1} of ${pairs}\n`)
  }
  return {
    scenario: 'inspection-beside-ingest',
    megabytes,
    ingestSeconds: median(alone),
    bothSeconds: median(both),
    ratio: median(both.map((seconds, index) => seconds / (alone[index] ?? Number.NaN))),
  }
}

/** The first rows of a wide file, and its check. */
async function measureWideFile(
  under: InspectionUnderMeasure,
  { folder, pairs }: Options,
): Promise<Record<string, unknown>> {
  const path = join(folder, 'wide.csv')
  const names = Array.from({ length: manyColumns }, (_, index) => `column${index}`)
  const lines = [names.join(',')]
  for (let bytes = 0; bytes < wideBytes;) {
    const row = lines.length
    const line = names.map((_, index) => (index % 3 === 0 ? `${row * index}` : `text${index % 7}`)).join(',')
    bytes += line.length + 1
    lines.push(line)
  }
  writeFileSync(path, `${lines.join('\n')}\n`)
  const looks: number[] = []
  const checks: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    looks.push((await under.look(path, 'file', null)).seconds)
    checks.push(await under.check(path, lines.length - 1, null))
  }
  return {
    scenario: 'inspection-wide-file',
    columns: manyColumns,
    megabytes: wideBytes / 1_000_000,
    firstRowsSeconds: median(looks),
    checkSeconds: median(checks),
  }
}

/** Lists and recognises a folder of small files. */
async function measureManyFiles({ folder, pairs }: Options): Promise<Record<string, unknown>> {
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
