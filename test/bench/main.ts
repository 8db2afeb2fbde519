import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { measureClusterLoad } from './cluster-load'
import { measureClusterQueries } from './cluster-query'
import { measureClusterStart } from './cluster-start'
import { startClusterUnderTest, type BatchSeal, type ClusterUnderTest } from './cluster-under-test'
import { measureHistory } from './history'
import { measureCompare } from './compare'
import { measureInspection } from './inspection'
import { measureNode, median, type Measured } from './measure'
import { writeStormFile } from './storm-file'
import { measurePackage } from './package'
import { measureWindow } from './window'

/**
 * Measures drop-to-queued and drop-to-queryable of the studio against the unmodified SDK on one local cluster,
 * pair by pair, and prints one JSON object; `cluster-load` and `cluster-query` measure the local
 * cluster against DuckDB alone; `cluster-start` how soon the packed local cluster is ready; `compare` measures snapshots of a large table; `inspection` looking into sources;
 * `history` finding jobs in a journal of 100,000; `window` the window in the real Electron; `package` the size of the packages and their cold start. `--only NAME` measures one scenario, `--pairs N` sets the pairs,
 * `--out FILE` says where the JSON goes. The scenario `10-gb` runs only when it is asked for, and without the SDK: it
 * shows that the memory stays flat.
 */
interface Scenario {
  readonly name: string
  readonly files: readonly string[]
  readonly rows: number
  /** What seals a batch: the item, where it is one; else the time, which both then wait for. */
  readonly seal: BatchSeal
  /** How many files the SDK has under way at once; null leaves the SDK out. */
  readonly sdkParallel: number | null
}

interface Run {
  readonly queuedSeconds: number
  readonly queryableSeconds: number
  readonly cpuSeconds: number
  readonly peakRssMb: number
}

const pairs = Number(option('--pairs') ?? 3)
const only = option('--only')
const folder = mkdtempSync(join(tmpdir(), 'studio-bench-'))

function option(name: string): string | undefined {
  const index = process.argv.indexOf(name)
  return index < 0 ? undefined : process.argv[index + 1]
}

function scenarios(): Scenario[] {
  const megabyte = 1_000_000
  const list: Scenario[] = []
  const wanted = (name: string): boolean => only === undefined || only === name
  const one = (name: string, bytes: number, seal: BatchSeal, sdkParallel: number | null = 1): void => {
    if (!wanted(name)) return
    const path = join(folder, `${name}.csv`)
    list.push({ name, files: [path], rows: writeStormFile(path, bytes), seal, sdkParallel })
  }
  one('150-mb', 150 * megabyte, { items: 1 })
  // Sealed by the last blob, whether the file goes as one or as several.
  one('1-gb', 1000 * megabyte, { megabytes: 900 })
  if (only === '10-gb') one('10-gb', 10_000 * megabyte, { items: 1 }, null)
  const small = Array.from({ length: 1000 }, (_, index) => join(folder, `small-${index}.csv`))
  const firstSmall = small[0] ?? ''
  const rows = writeStormFile(firstSmall, 100_000)
  for (const path of small.slice(1)) copyFileSync(firstSmall, path)
  const many = { files: small, rows: rows * 1000, seal: { seconds: 10 } }
  list.push({ name: '1000-files', ...many, sdkParallel: 1 })
  list.push({ name: '1000-files-sdk-16', ...many, sdkParallel: 16 })
  return list.filter(({ name }) => wanted(name))
}

async function run(
  cluster: ClusterUnderTest,
  scenario: Scenario,
  subject: (table: string) => Promise<Measured & { readonly startedAt: number; readonly queuedAt: number }>,
): Promise<Run> {
  const table = `Bench${Date.now()}`
  await cluster.createTable(table, scenario.seal)
  const ended = subject(table)
  const queryableAt = cluster.waitForRows(table, scenario.rows, 900_000)
  const [measured, landedAt] = await Promise.all([ended, queryableAt])
  await cluster.dropTable(table)
  return {
    queuedSeconds: (measured.queuedAt - measured.startedAt) / 1000,
    queryableSeconds: (landedAt - measured.startedAt) / 1000,
    cpuSeconds: measured.cpuSeconds,
    peakRssMb: measured.peakRssMb,
  }
}

function sdk(
  cluster: ClusterUnderTest,
  files: readonly string[],
  parallel: number,
): (table: string) => ReturnType<typeof timed> {
  const { clusterUri, database } = cluster
  return (table) =>
    timed(['test/bench/sdk-subject.mjs', clusterUri, database, table, String(parallel), ...files])
}

function studio(cluster: ClusterUnderTest, scenario: Scenario): (table: string) => ReturnType<typeof timed> {
  return (table) => {
    const home = mkdtempSync(join(folder, 'home-'))
    const target = ['--cluster', cluster.clusterUri, '--database', cluster.database, '--table', table]
    return timed(
      ['out/cli/main.cjs', 'ingest', ...target, '--ignore-first-record', '--json', ...scenario.files],
      {
        KUSTO_STUDIO_HOME: home,
      },
    )
  }
}

/** Both subjects print, as their last line, when they began and when all was queued. */
async function timed(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Measured & { startedAt: number; queuedAt: number }> {
  const measured = await measureNode(args, environment)
  const last = measured.stdout.trim().split('\n').pop() ?? ''
  const { startedAt, queuedAt } = JSON.parse(last) as { startedAt: number; queuedAt: number }
  return { ...measured, startedAt, queuedAt }
}

/** What the same bytes cost without any cluster: one gzip, one copy. */
function floors(path: string): Record<string, number> {
  const time = (command: string): number => {
    const startedAt = performance.now()
    execFileSync('sh', ['-c', command])
    return (performance.now() - startedAt) / 1000
  }
  return {
    gzip1Seconds: time(`gzip -1 -c '${path}' > '${folder}/floor.gz'`),
    gzip6Seconds: time(`gzip -6 -c '${path}' > '${folder}/floor.gz'`),
    copySeconds: time(`cp '${path}' '${folder}/floor.copy'`),
  }
}

function summarize(runs: readonly Run[]): Run {
  const of = (key: keyof Run): number => Number(median(runs.map((one) => one[key])).toFixed(3))
  return {
    queuedSeconds: of('queuedSeconds'),
    queryableSeconds: of('queryableSeconds'),
    cpuSeconds: of('cpuSeconds'),
    peakRssMb: of('peakRssMb'),
  }
}

/** Runs a scenario `pairs` times, the studio and the SDK by turns. */
async function compare(cluster: ClusterUnderTest, scenario: Scenario): Promise<Record<string, unknown>> {
  const { name, files, rows, seal, sdkParallel } = scenario
  const ours: Run[] = []
  const theirs: Run[] = []
  for (let pair = 0; pair < pairs; pair++) {
    ours.push(await run(cluster, scenario, studio(cluster, scenario)))
    if (sdkParallel !== null) theirs.push(await run(cluster, scenario, sdk(cluster, files, sdkParallel)))
    process.stderr.write(`${name}: pair ${pair + 1} of ${pairs}\n`)
  }
  const ratio = (key: keyof Run): number =>
    Number(median(ours.map((one, index) => one[key] / (theirs[index]?.[key] ?? Number.NaN))).toFixed(3))
  const comparison = {
    sdk: summarize(theirs),
    ratio: {
      queued: ratio('queuedSeconds'),
      queryable: ratio('queryableSeconds'),
      cpu: ratio('cpuSeconds'),
      peakRss: ratio('peakRssMb'),
    },
  }
  return {
    scenario: name,
    bytes: files.reduce((sum, path) => sum + statSync(path).size, 0),
    rows,
    seal,
    studio: summarize(ours),
    ...(theirs.length > 0 ? comparison : {}),
    ...(files.length === 1 && sdkParallel !== null ? { floor: floors(files[0] ?? '') } : {}),
  }
}

async function main(): Promise<void> {
  const cluster = await startClusterUnderTest()
  const results: unknown[] = []
  try {
    if (only === undefined || only.startsWith('cluster-load')) {
      const megabytes = Number(option('--megabytes') ?? 1000)
      results.push(...(await measureClusterLoad(cluster, { pairs, folder, megabytes, only: only ?? '' })))
    }
    if (only === undefined || only === 'cluster-query') {
      const rows = Number(option('--rows') ?? 10_000_000)
      results.push(...(await measureClusterQueries(cluster, { pairs: Math.max(pairs, 11), rows })))
    }
    if (only === undefined || only === 'cluster-start') {
      results.push(...(await measureClusterStart(folder, Math.max(pairs, 5))))
    }
    if (only === undefined || only === 'compare') {
      const rows = Number(option('--rows') ?? 10_000_000)
      results.push(...(await measureCompare(cluster, { pairs: Math.max(pairs, 5), rows, folder })))
    }
    if (only === undefined || only === 'inspection') {
      const megabytes = Number(option('--megabytes') ?? 1000)
      results.push(...(await measureInspection(cluster, { folder, pairs, megabytes })))
    }
    if (only === undefined || only === 'history') {
      results.push(...(await measureHistory(folder, Number(option('--jobs') ?? 100_000), Math.max(pairs, 5))))
    }
    if (only === undefined || only === 'window') {
      results.push(...(await measureWindow(folder, Math.max(pairs, 5))))
    }
    if (only === undefined || only === 'package') {
      results.push(...(await measurePackage(folder, Math.max(pairs, 3))))
    }
    for (const scenario of only?.startsWith('cluster-') === true ? [] : scenarios()) {
      results.push(await compare(cluster, scenario))
    }
  } finally {
    await cluster.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const machine = { cpus: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version }
  const text = JSON.stringify({ at: new Date().toISOString(), machine, pairs, results }, null, 2)
  writeFileSync(option('--out') ?? 'bench-results.json', `${text}\n`)
  process.stdout.write(`${text}\n`)
}

await main()
