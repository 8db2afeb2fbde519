import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { startClusterUnderTest, type BatchSeal, type ClusterUnderTest } from './cluster-under-test'
import { measureNode, median, type Measured } from './measure'
import { writeStormFile } from './storm-file'

/**
 * Measures drop-to-queued and drop-to-queryable of the studio against the unmodified SDK on one local cluster,
 * pair by pair, and prints one JSON object. `--only NAME` measures one scenario, `--pairs N` sets the pairs, `--out FILE` says where the JSON goes.
 */
interface Scenario {
  readonly name: string
  readonly files: readonly string[]
  readonly rows: number
  /** What seals a batch: the item, where it is one; else the time, which both then wait for. */
  readonly seal: BatchSeal
  /** How many files the SDK has under way at once. */
  readonly sdkParallel: number
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
  const one = (name: string, bytes: number): void => {
    if (!wanted(name)) return
    const path = join(folder, `${name}.csv`)
    list.push({ name, files: [path], rows: writeStormFile(path, bytes), seal: { items: 1 }, sdkParallel: 1 })
  }
  one('150-mb', 150 * megabyte)
  one('1-gb', 1000 * megabyte)
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

function sdk(cluster: ClusterUnderTest, scenario: Scenario): (table: string) => ReturnType<typeof timed> {
  return (table) =>
    timed(
      [
        'test/bench/sdk-subject.mjs',
        cluster.clusterUri,
        cluster.database,
        table,
        String(scenario.sdkParallel),
      ].concat(scenario.files),
    )
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

async function main(): Promise<void> {
  const cluster = await startClusterUnderTest()
  const results: unknown[] = []
  try {
    for (const scenario of scenarios()) {
      const ours: Run[] = []
      const theirs: Run[] = []
      for (let pair = 0; pair < pairs; pair++) {
        ours.push(await run(cluster, scenario, studio(cluster, scenario)))
        theirs.push(await run(cluster, scenario, sdk(cluster, scenario)))
        process.stderr.write(`${scenario.name}: pair ${pair + 1} of ${pairs}\n`)
      }
      const ratio = (key: keyof Run): number =>
        Number(median(ours.map((one, index) => one[key] / (theirs[index]?.[key] ?? Number.NaN))).toFixed(3))
      results.push({
        scenario: scenario.name,
        bytes: scenario.files.reduce((sum, path) => sum + statSync(path).size, 0),
        rows: scenario.rows,
        seal: scenario.seal,
        studio: summarize(ours),
        sdk: summarize(theirs),
        ratio: {
          queued: ratio('queuedSeconds'),
          queryable: ratio('queryableSeconds'),
          cpu: ratio('cpuSeconds'),
          peakRss: ratio('peakRssMb'),
        },
        ...(scenario.files.length === 1 ? { floor: floors(scenario.files[0] ?? '') } : {}),
      })
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
