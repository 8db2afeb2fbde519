import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, KustoConnectionStringBuilder } from 'azure-kusto-data'

/** A client of a local cluster; with the home folder of the studio that runs it, it sends that one's token. */
export function localClient(clusterUri: string, home?: string): Client {
  const file = join(home ?? '', 'local-cluster-token')
  if (home === undefined || !existsSync(file)) return new Client(clusterUri)
  return new Client(KustoConnectionStringBuilder.withAccessToken(clusterUri, readFileSync(file, 'utf8')))
}
