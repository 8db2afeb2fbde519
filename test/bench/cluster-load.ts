import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createBlobPoster, type BlobPoster, type UploadedBlob } from './blob-poster'
import type { ClusterUnderTest } from './cluster-under-test'
import { createReferenceTable, insertFromCsv, startDuckDbReference } from './duckdb-reference'
import { median } from './measure'
import { writeStormFile } from './storm-file'

/** What is loaded: files of the same kind, each one blob. */
interface LoadCase {
  readonly name: string
  readonly files: readonly string[]
  readonly rows: number
  /** Bytes of text, unpacked, of each file. */
  readonly rawBytes: number
}

interface LoadRun {
  /** From the first message's post until a count over REST shows all rows. */
  readonly queryableSeconds: number
  /** From the last message's post until then: what the cluster still had to do. */
  readonly afterPostSeconds: number
  /** The same by the cluster's own log: from the sealed batch to its committed rows, downloads included. */
  readonly batchSeconds: number
  readonly duckDbSeconds: number
}

const megabyte = 1_000_000
const smallBlobs = 2000

/**
 * Measures what the local cluster adds to DuckDB's own `read_csv` of the same bytes, pair by pair. The blobs are
 * in the cluster's storage beforehand; a batch is sealed by its number of items, so that no batching time is in
 * the figures. DuckDB reads the same files, with the types given, into a table in a database file.
 */
export async function measureClusterLoad(
  cluster: ClusterUnderTest,
  options: {
    readonly pairs: number
    readonly folder: string
    readonly megabytes: number
    readonly only: string
  },
): Promise<unknown[]> {
  const poster = await createBlobPoster(cluster)
  const results: unknown[] = []
  for (const one of loadCases(options.folder, options.megabytes, options.only)) {
    const blobs: UploadedBlob[] = []
    for (const file of one.files) blobs.push(await poster.upload(file, one.rawBytes))
    const runs: LoadRun[] = []
    // The first of each is for the caches of both.
    for (let pair = -1; pair < options.pairs; pair++) {
      const run = await runPair(cluster, poster, one, blobs)
      process.stderr.write(`${one.name}: pair ${pair + 1} of ${options.pairs} ${JSON.stringify(run)}\n`)
      if (pair >= 0) runs.push(run)
    }
    results.push(report(one, runs))
    for (const file of one.files) rmSync(file, { force: true })
  }
  return results
}

function* loadCases(folder: string, megabytes: number, only: string): Generator<LoadCase> {
  const path = join(folder, 'load.csv')
  const [plain, packed, many] = ['csv', 'gzip', `${smallBlobs}-blobs`].map((kind) => `cluster-load-${kind}`)
  const wanted = (name = ''): boolean => name.startsWith(only)
  if (wanted(plain) || wanted(packed)) {
    const rows = writeStormFile(path, megabytes * megabyte)
    const rawBytes = statSync(path).size
    execFileSync('gzip', ['-k', '-1', path])
    if (wanted(plain)) yield { name: plain ?? '', files: [path], rows, rawBytes }
    if (wanted(packed)) yield { name: packed ?? '', files: [`${path}.gz`], rows, rawBytes }
  }
  if (!wanted(many)) return
  const small = Array.from({ length: smallBlobs }, (_, index) => join(folder, `load-${index}.csv`))
  const first = small[0] ?? ''
  const rowsEach = writeStormFile(first, 1)
  for (const copy of small.slice(1)) copyFileSync(first, copy)
  yield { name: many ?? '', files: small, rows: rowsEach * smallBlobs, rawBytes: statSync(first).size }
}

async function runPair(
  cluster: ClusterUnderTest,
  poster: BlobPoster,
  one: LoadCase,
  blobs: readonly UploadedBlob[],
): Promise<LoadRun> {
  const table = `Load${Date.now()}`
  await cluster.createTable(table, { items: blobs.length })
  const startedAt = Date.now()
  await poster.post(table, blobs)
  const postedAt = Date.now()
  const queryableAt = await cluster.waitForRows(table, one.rows, 900_000)
  const batchMs = cluster.batches(table)
  await cluster.dropTable(table)
  return {
    queryableSeconds: (queryableAt - startedAt) / 1000,
    afterPostSeconds: (queryableAt - postedAt) / 1000,
    batchSeconds: batchMs.reduce((sum, ms) => sum + ms, 0) / 1000,
    duckDbSeconds: await runReference(one),
  }
}

async function runReference(one: LoadCase): Promise<number> {
  const duckDb = startDuckDbReference()
  try {
    await duckDb.run(createReferenceTable('floor'))
    const { seconds } = await duckDb.run(insertFromCsv('floor', one.files))
    const { rows } = await duckDb.run('SELECT count(*) AS n FROM floor')
    const [count] = rows as readonly (readonly string[])[]
    if (Number(count?.[0]) !== one.rows) throw new Error(`DuckDB loaded ${count?.[0]} rows, not ${one.rows}`)
    return seconds
  } finally {
    await duckDb.close()
  }
}

function report(one: LoadCase, runs: readonly LoadRun[]): unknown {
  const of = (read: (run: LoadRun) => number): number => Number(median(runs.map(read)).toFixed(3))
  return {
    scenario: one.name,
    covers:
      'from posting the messages (blobs are uploaded, the batch is sealed by its items) to a count over REST that shows all rows; DuckDB: INSERT … FROM read_csv of the same files, committed to a database file',
    blobs: one.files.length,
    bytes: one.files.length * one.rawBytes,
    rows: one.rows,
    cluster: {
      queryableSeconds: of((run) => run.queryableSeconds),
      afterPostSeconds: of((run) => run.afterPostSeconds),
      batchSeconds: of((run) => run.batchSeconds),
      rowsPerSecond: Math.round(of((run) => one.rows / run.queryableSeconds)),
    },
    duckDb: {
      seconds: of((run) => run.duckDbSeconds),
      rowsPerSecond: Math.round(of((run) => one.rows / run.duckDbSeconds)),
    },
    ratio: {
      queryable: of((run) => run.queryableSeconds / run.duckDbSeconds),
      batch: of((run) => run.batchSeconds / run.duckDbSeconds),
    },
  }
}
