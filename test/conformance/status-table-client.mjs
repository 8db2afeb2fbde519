import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { IngestClient, IngestionProperties, ReportLevel, ReportMethod } from 'azure-kusto-ingest'

/*
 * Ingests with reports to the status table and follows them with the SDK's own call, which takes https only: run
 * with NODE_EXTRA_CA_CERTS. Arguments: cluster URI, database, table. Prints the outcomes as JSON.
 */
const [clusterUri = '', database = '', table = ''] = process.argv.slice(2)
const deadline = Date.now() + 30_000
const client = new IngestClient(clusterUri)

async function outcome(name, fields) {
  const properties = new IngestionProperties({
    database,
    table,
    flushImmediately: true,
    reportLevel: ReportLevel.FailuresAndSuccesses,
    ...fields,
  })
  const result = await client.ingestFromStream(Readable.from([Buffer.from('1\n2\n')]), properties)
  for (;;) {
    const status = await result.getIngestionStatusCollection()
    if (status.Status !== 'Pending' || Date.now() > deadline) {
      return { name, kind: result.constructor.name, ...status }
    }
    await setTimeout(50)
  }
}

const outcomes = await Promise.all([
  outcome('table', { reportMethod: ReportMethod.Table }),
  outcome('queue and table', { reportMethod: ReportMethod.QueueAndTable }),
  outcome('failure', { reportMethod: ReportMethod.Table, table: 'no_such_table' }),
])
client.close()
process.stdout.write(JSON.stringify(outcomes))
