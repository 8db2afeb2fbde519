// The reference: the unmodified SDK, as its own documents use it. Prints one JSON line when all is queued.
// Arguments: cluster URI, database, table, how many at once, files...
import { DataFormat, IngestClient, IngestionProperties } from 'azure-kusto-ingest'

const [clusterUri, database, table, parallel, ...files] = process.argv.slice(2)
const client = new IngestClient(clusterUri)
const properties = () =>
  new IngestionProperties({ database, table, format: DataFormat.CSV, ignoreFirstRecord: true })

const startedAt = Date.now()
const waiting = [...files]
await Promise.all(
  Array.from({ length: Number(parallel) }, async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      await client.ingestFromFile(file, properties())
    }
  }),
)
console.log(JSON.stringify({ startedAt, queuedAt: Date.now(), files: files.length }))
client.close()
