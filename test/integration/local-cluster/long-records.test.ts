import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { StoredTable } from '../../../electron/local-cluster/engine/catalog'
import { sharedTranslator } from '../../../electron/local-cluster/kql/translator/translator'
import { canPipe } from '../../../electron/local-cluster/loading/piped-source'
import { prepareSource } from '../../../electron/local-cluster/loading/prepare-source'
import { ScratchEngine } from '../../../electron/local-cluster/loading/scratch-engine'
import { TableLoader } from '../../../electron/local-cluster/loading/table-loader'
import { UpdatePolicies } from '../../../electron/local-cluster/loading/update-policies'
import { systemClock } from '../../../electron/local-cluster/time/clock'
import { openEngine, openStores } from '../../../electron/local-cluster/state/stores'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster()
const root = await mkdtemp(join(tmpdir(), 'long-records-'))
const folder = { root, inMemory: true }
const engine = await openEngine(folder, () => undefined)
const stores = await openStores(folder, engine, { databases: ['D'], now: Date.now() })
const scratch = new ScratchEngine({ readable: join(root, 'temp'), spill: join(root, 'spill') })
const updates = new UpdatePolicies({
  ...stores,
  translator: sharedTranslator,
  clock: systemClock,
  log: () => undefined,
})
const loader = new TableLoader({ ...stores, scratch, updates })

afterAll(async () => {
  await scratch.close()
  await engine.close()
  await rm(root, { recursive: true, force: true })
})

let tables = 0

async function newTable(): Promise<StoredTable> {
  const name = `T${tables++}`
  const columns = [
    { name: 'N', type: 'long' as const },
    { name: 'S', type: 'string' as const },
  ]
  await stores.catalog.createTable('D', name, columns, { folder: '', docString: '', createdOn: 0n })
  return stores.catalog.table('D', name)
}

interface Landed {
  readonly rows: number
  readonly sum: number
  readonly lengths: string
}

/** Loads text the way blobs are loaded, from a file or a pipe. */
async function load(
  content: Buffer,
  options: { readonly piped: boolean; readonly packed: boolean },
): Promise<Landed> {
  const path = join(root, 'temp', `blob-${tables}`)
  await mkdir(join(root, 'temp'), { recursive: true })
  const bytes = options.packed ? gzipSync(content, { level: 1 }) : content
  await writeFile(path, bytes)
  const properties = {
    format: 'csv',
    ignoreFirstRecord: false,
    mapping: undefined,
    mappingReference: undefined,
  }
  const source = await prepareSource(
    { path, sizeBytes: bytes.length, compression: options.packed ? 'gzip' : 'none', properties },
    { pipedFrom: options.piped ? 1 : Number.POSITIVE_INFINITY },
  )
  const table = await newTable()
  const extent = { createdOn: 0n, rawSize: 0, tags: [], sourceIds: [] }
  const result = await loader.load(table, [{ id: 'one', sources: [source], mappingText: undefined }], {
    extent,
  })
  expect(result.failed).toEqual([])
  const [n, s] = table.columns.map(({ physicalName }) => physicalName)
  const [row] = await engine.rows(
    `SELECT count(*), sum(${n}), string_agg(DISTINCT strlen(${s}), ',' ORDER BY strlen(${s})) FROM data.${table.physicalName}`,
  )
  return { rows: Number(row?.[0]), sum: Number(row?.[1]), lengths: String(row?.[2]) }
}

const megabyte = 1_048_576
const short = (count: number): string => '1,ab\n'.repeat(count)

describe.each([false, true].filter((piped) => canPipe || !piped))('a long record (piped: %s)', (piped) => {
  it.each([
    [1_999_895, false],
    [1_999_995, true],
    [2_000_000, false],
    [2_000_001, true],
    [4 * megabyte, false],
    [4 * megabyte, true],
    [33 * megabyte, false],
    [63 * megabyte, true],
  ])('of %d bytes lands, in quotes: %s, wherever it stands', async (length, isQuoted) => {
    const value = isQuoted ? `"${'y\n'.repeat(length / 2)}"` : 'y'.repeat(length)
    const long = `1000,${value}\n`
    const shapes = [
      `${long}${short(2000)}`,
      `${short(2000)}${long}${short(10)}${long}`,
      `${short(2000)}${long}`.slice(0, -1),
    ]
    for (const [index, text] of shapes.entries()) {
      // The largest, at the position where records used to get lost: the end.
      if (length > 32 * megabyte && index < 2) continue
      const longs = index === 1 ? 2 : 1
      const shorts = index === 1 ? 2010 : 2000
      expect(await load(Buffer.from(text), { piped, packed: index !== 0 })).toEqual({
        rows: longs + shorts,
        sum: longs * 1000 + shorts,
        // A string is cut at a megabyte (documents: ingestion of invalid data).
        lengths: `2,${megabyte}`,
      })
    }
  })

  it('may cross DuckDB’s buffers, quotes included', async () => {
    const records = Array.from(
      { length: 90_000 },
      (_, index) => `${index},"${'z'.repeat(index % 997)}\r\n,""\n"\n`,
    )
    const text = records.join('')
    expect(text.length).toBeGreaterThan(40 * megabyte)
    const landed = await load(Buffer.from(text), { piped, packed: false })
    expect(landed).toMatchObject({ rows: 90_000, sum: (90_000 * 89_999) / 2 })
  })
})

describe('a first record of 40 MB', () => {
  it('takes time in proportion to its size, and lands once', async () => {
    await client.rows('.create table T (N: int, S: string)')
    const content = gzipSync(`1,${'y'.repeat(40 * megabyte)}\n2,d\n`, { level: 1 })
    const startedAt = Date.now()
    expect(await client.ended(await client.ingest(content), 60_000)).toMatchObject({ Status: 'Succeeded' })
    expect(Date.now() - startedAt).toBeLessThan(20_000)
    expect(await client.rows('T | project N, n = strlen(S) | order by N asc')).toEqual([
      { N: 1, n: megabyte },
      { N: 2, n: 1 },
    ])
  })

  it('is refused above 64 MB, with its number and line', async () => {
    const content = gzipSync(`1,a\n\n2,${'x'.repeat(80 * megabyte)}\n`, { level: 1 })
    expect(await client.ended(await client.ingest(content), 60_000)).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'Stream_InputStreamTooLarge',
      Details: 'Record 2 (line 3) is longer than 64 MB.',
    })
  })
})
