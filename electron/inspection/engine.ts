import { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { conversionMacros } from '../local-cluster/engine/text-conversion'

/** Memory that DuckDB may use here, in MB: a check reads a source in small parts. */
const memoryMegabytes = 1024

/** Opens a DuckDB in memory that has the local cluster's conversions. It may read any file: the user named them. */
export async function openEngine(spillFolder: string, onFatal: () => void): Promise<DuckDbEngine> {
  const engine = await DuckDbEngine.open({
    path: ':memory:',
    readableFolder: undefined,
    spillFolder,
    memoryMegabytes,
    onFatal,
  })
  // The files of chunks are written again and again.
  await engine.run('SET enable_external_file_cache = false')
  await engine.run('CREATE SCHEMA meta')
  for (const statement of conversionMacros) await engine.run(statement)
  return engine
}
