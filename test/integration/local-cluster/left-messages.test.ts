import { BlobClient } from '@azure/storage-blob'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { openStorage } from '../../../electron/local-cluster/state/stores'
import { signResources } from '../../../electron/local-cluster/storage/ingestion-resources'
import { loadSecrets } from '../../../electron/local-cluster/storage/storage-account'
import { ClusterClient } from '../../support/cluster-client'
import { filesIn } from '../../support/planted-secrets'

let folder = ''
let cluster: LocalCluster | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'left-messages-'))
  await start()
})

afterEach(async () => {
  await cluster?.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<ClusterClient> {
  cluster = await startLocalCluster({ dataDir: folder })
  const client = new ClusterClient(cluster)
  await client.rows('.create-merge table T (N: int)')
  return client
}

/**
 * A client's upload and message to a run that was killed before it took the message from its queue: its storage alone,
 * with nobody who takes messages. Returns the blob's URI, with the SAS of that run.
 */
async function postToEarlierRun(id: string): Promise<string> {
  await cluster?.close()
  const options = { log: () => undefined, identity: undefined, isHttpsOnly: false, readsLocalBlobs: false }
  const storage = await openStorage({ root: folder, inMemory: false }, await loadSecrets(folder), options)
  const rows = signResources(storage, Date.now()).map(({ resourceTypeName, storageRoot }) => ({
    ResourceTypeName: resourceTypeName,
    StorageRoot: storageRoot,
  }))
  const client = new ClusterClient({ clusterUri: 'http://127.0.0.1:1', database: 'Samples' })
  client.rows = () => Promise.resolve(rows)
  const uri = await client.upload('7\n')
  await client.post(uri, { id })
  await storage.close()
  return uri
}

it('a message that was left is ingested, although what it was signed with is refused', async () => {
  const id = randomUUID()
  const uri = await postToEarlierRun(id)

  const client = await start()
  expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
  expect(await client.rows('T')).toEqual([{ N: 7 }])
  await expect(new BlobClient(uri).getProperties()).rejects.toMatchObject({ statusCode: 403 })
  // Who posts it now is no better off than who reads it now.
  expect(await client.ended(await client.post(uri))).toMatchObject({
    Status: 'Failed',
    ErrorCode: 'Download_Forbidden',
  })
})

it('a message that was blanked and not yet deleted when the process was killed is not reported', async () => {
  await postToEarlierRun(randomUUID())
  for (const path of filesIn(join(folder, 'storage', 'queue')))
    await writeFile(path, ' '.repeat((await readFile(path)).length))

  const client = await start()
  expect(await client.ended(await client.ingest('8\n'))).toMatchObject({ Status: 'Succeeded' })
  expect(await client.rows('.show ingestion failures')).toEqual([])
  expect(await client.rows('T')).toEqual([{ N: 8 }])
})
