import { DuckDBInstance } from '@duckdb/node-api'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Parquet file with the result of a DuckDB query; `options` go to its COPY. */
export async function parquetFile(select: string, options = ''): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'))
  try {
    const path = join(folder, 'file.parquet')
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(
      `COPY (${select}) TO '${path}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`,
    )
    connection.closeSync()
    instance.closeSync()
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
