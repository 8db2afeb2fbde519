import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readParquetFooter } from '../../../../electron/services/sources/counting/parquet-footer'
import { SourceFile } from '../../../../electron/services/jobs/upload/source-file'
import { parquetFile } from '../../../support/parquet-file'

let folder: string
let path: string
const rows = 300_000

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parquet-'))
  path = join(folder, 'rows.parquet')
  const select = `SELECT i, 'text ' || i AS t, [i] AS list FROM range(${rows}) r(i)`
  writeFileSync(path, await parquetFile(select))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function footerOf(file: string): Promise<Awaited<ReturnType<typeof readParquetFooter>>> {
  const source = await SourceFile.open(file)
  try {
    return await readParquetFooter(source)
  } finally {
    await source.close()
  }
}

test('the footer gives rows and size before compression', async () => {
  const content = await footerOf(path)
  expect(content?.rows).toBe(rows)
  expect(content?.rawDataSizeBytes).toBeGreaterThan(rows * 4)
})

test('a file that is cut, or damaged in its footer, says nothing rather than something wrong', async () => {
  const bytes = readFileSync(path)
  const cut = join(folder, 'cut.parquet')
  writeFileSync(cut, bytes.subarray(0, bytes.length - 5))
  expect(await footerOf(cut)).toBeNull()
  const damaged = Buffer.from(bytes)
  damaged.fill(0xff, damaged.length - 200, damaged.length - 8)
  const path2 = join(folder, 'damaged.parquet')
  writeFileSync(path2, damaged)
  expect(await footerOf(path2)).toBeNull()
})
