import { DataFormat, IngestionProperties } from 'azure-kusto-ingest'
import { database } from './cluster-under-test'
import { inlineMapping, mappingName, type FileName } from './readings'

/** One way to say how a file is to be read. */
export interface MatrixItem {
  readonly name: string
  readonly file: FileName
  /** False where the SDK's streaming client sends no such property. */
  readonly streams: boolean
  readonly properties: (table: string) => IngestionProperties
}

const item = (
  name: string,
  file: FileName,
  fields: ConstructorParameters<typeof IngestionProperties>[0],
  streams = true,
): MatrixItem => ({
  name,
  file,
  streams,
  properties: (table) => new IngestionProperties({ database, table, flushImmediately: true, ...fields }),
})

const byReference = { format: DataFormat.JSON, ingestionMappingReference: mappingName }
const inline = { format: DataFormat.JSON, ingestionMappingColumns: inlineMapping }

/** Every file, with every kind of mapping. */
export const matrix: readonly MatrixItem[] = [
  item('csv', 'readings.csv', { format: DataFormat.CSV }),
  item(
    'csv without its first record',
    'readings-with-head.csv',
    { format: DataFormat.CSV, ignoreFirstRecord: true },
    false,
  ),
  item('csv.gz', 'readings.csv.gz', { format: DataFormat.CSV }),
  item('json, mapping by reference', 'readings.json', byReference),
  item('json.gz, mapping by reference', 'readings.json.gz', byReference),
  item('json, inline mapping', 'readings.json', inline, false),
  item('json.gz, inline mapping', 'readings.json.gz', inline, false),
]

/** What streams take of it. */
export const streamable = matrix.filter(({ streams }) => streams)
