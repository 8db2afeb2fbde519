import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canPipe } from '../../../electron/local-cluster/loading/piped-source'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { eventually } from '../../support/eventually'

let folder: string
let cluster: LocalCluster
let client: ClusterClient

/** Larger than what the cluster copies, with fields of two lines, quotes, and a last line that has no line end. */
const rowCount = 70_000
const filling = 'x'.repeat(980)

function recordOf(index: number): string {
  return `${index},"${index} said ""yes"",\n${filling}"`
}

function contentWith(records: ReadonlyMap<number, string> = new Map()): Buffer {
  const lines = Array.from({ length: rowCount }, (_, index) => records.get(index) ?? recordOf(index))
  return Buffer.from(lines.join('\n'))
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'large-blobs-'))
  await start()
  await client.rows('.create table T (N: int, S: string)')
})

afterEach(async () => {
  await cluster.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  cluster = await startLocalCluster({ dataDir: folder })
  client = new ClusterClient(cluster)
}

async function pipes(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const found: string[] = []
  for (const name of names) {
    try {
      if ((await stat(join(folder, name))).isFIFO()) found.push(name)
    } catch (error) {
      // Files come and go during this.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  return found
}

const figures = 'T | summarize Rows = count(), Sum = sum(N), Length = sum(strlen(S)), First = min(S)'
const expected = {
  Rows: rowCount,
  Sum: (rowCount * (rowCount - 1)) / 2,
  Length: Array.from({ length: rowCount }, (_, index) => String(index).length + 13 + 980).reduce(
    (sum, length) => sum + length,
  ),
  First: `0 said "yes",\n${filling}`,
}

describe('a blob that is too large to be copied', () => {
  it('lands byte by byte, and leaves nothing behind', async () => {
    const id = await client.ingest(contentWith())
    expect(await client.ended(id, 60_000)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows(figures)).toEqual([expected])
    expect(await pipes()).toEqual([])
  })

  it('is refused like any other for a bad record in its middle, and blocks nothing', async () => {
    const bad = await client.ingest(contentWith(new Map([[35_000, '1,2,3,4']])))
    expect(await client.ended(bad, 60_000)).toMatchObject({
      Status: 'Failed',
      ErrorCode: 'Stream_WrongNumberOfFields',
      Details: expect.stringMatching(/Record 35001 .* has 4 fields/) as string,
    })
    expect(await client.count('T')).toBe(0)
    const good = await client.ingest(contentWith())
    expect(await client.ended(good, 60_000)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows(figures)).toEqual([expected])
    expect(await pipes()).toEqual([])
  })

  it('lands with the others in its batch', async () => {
    await client.rows(
      `.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan": "00:05:00", "MaximumNumberOfItems": 4}'`,
    )
    const content = contentWith()
    const blobs = [content, 'a\n', content, '7,seven\n'].map((one) => client.upload(one))
    const ids: string[] = []
    for (const blob of blobs) ids.push(await client.post(await blob, { flushImmediately: false }))
    const ends = await Promise.all(ids.map((id) => client.ended(id, 60_000)))
    expect(ends.map(({ Status }) => Status)).toEqual(['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded'])
    expect(await client.count('T')).toBe(2 * rowCount + 2)
    expect(await client.rows('.show table T extents')).toHaveLength(1)
  })

  it('lands in many tables at once by direct commands', async () => {
    const uri = await client.upload(contentWith())
    const tables = Array.from({ length: 6 }, (_, index) => `T${index}`)
    for (const table of tables) await client.rows(`.create table ${table} (N: int, S: string)`)
    await Promise.all(tables.map((table) => client.rows(`.ingest into table ${table} (h'${uri}')`)))
    const counts = await Promise.all(tables.map((table) => client.count(table)))
    expect(counts).toEqual(tables.map(() => rowCount))
  })

  it.runIf(canPipe)('lands once when the cluster is stopped while it is read', async () => {
    const id = await client.ingest(contentWith())
    await eventually(pipes, (found) => found.length > 0, 60_000)
    await cluster.close()
    await start()
    expect(await client.ended(id, 60_000)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.rows(figures)).toEqual([expected])
    expect(await pipes()).toEqual([])
  })
})
