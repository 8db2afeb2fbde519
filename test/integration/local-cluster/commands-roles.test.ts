import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startLocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { commandFailure } from '../../support/command-failure'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples'] })

const roles = async (entity: string, from = client): Promise<unknown[]> =>
  (await from.rows(`.show ${entity} principals | where Role != 'AllDatabasesAdmin'`)).map((row) => [
    row['Role'],
    row['PrincipalFQN'],
  ])

it('are added, dropped and set on a database', async () => {
  const [, added] = await client.rows(
    `.add database Samples viewers ('aaduser=ann@example.com', 'aadapp=4c7e82bd-6adb-46c3-b413-fdd44834c69b;example.com') 'for the demo'`,
  )
  expect(added).toMatchObject({
    Role: 'Database Samples Viewer',
    PrincipalType: 'Microsoft Entra Application',
    PrincipalObjectId: '4c7e82bd-6adb-46c3-b413-fdd44834c69b',
    Notes: 'for the demo',
  })
  expect(
    await client.rows(`.drop database Samples viewers ('aaduser=ann@example.com') skip-results`),
  ).toEqual([])
  await client.rows(`.add database Samples admins ('aadgroup=team@example.com')`)
  expect(await roles('database Samples')).toEqual([
    ['Database Samples Admin', 'aadgroup=team@example.com'],
    ['Database Samples Viewer', 'aadapp=4c7e82bd-6adb-46c3-b413-fdd44834c69b;example.com'],
  ])
  await client.rows(`.set database Samples viewers ('aaduser=bob@example.com')`)
  await client.rows(`.set database Samples admins none`)
  expect(await roles('database')).toEqual([['Database Samples Viewer', 'aaduser=bob@example.com']])
  const [details] = await client.rows('.show database Samples details')
  expect(JSON.parse(String(details?.['AuthorizedPrincipals']))).toEqual([
    { Role: 'viewers', FQN: 'aaduser=bob@example.com', Notes: '' },
  ])
})

it('belong to a table, and go with it', async () => {
  await client.rows('.create table R (a: long)')
  await client.rows(`.add table R ingestors ('aaduser=ann@example.com')`)
  expect(await roles('table R')).toEqual([['Table R Ingestor', 'aaduser=ann@example.com']])
  await client.rows('.drop table R')
  await client.rows('.create table R (a: long)')
  expect(await roles('table R')).toEqual([])
})

it('need a place and a role that are there', async () => {
  expect(await commandFailure(client, `.add table Gone admins ('aaduser=x')`)).toContain("'Gone'")
  expect(await commandFailure(client, `.add database Samples kings ('aaduser=x')`)).toContain('SYN0002')
  expect(await commandFailure(client, `.add database Samples admins ()`)).toContain('SYN0002')
})

it('outlive a restart', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'local-cluster-roles-'))
  try {
    for (const run of ['first', 'second']) {
      const cluster = await startLocalCluster({ dataDir: dataFolder, databases: ['Samples'] })
      const own = new ClusterClient(cluster)
      if (run === 'first') await own.rows(`.add database Samples monitors ('aaduser=ann@example.com')`)
      else {
        expect(await roles('database Samples', own)).toEqual([
          ['Database Samples Monitor', 'aaduser=ann@example.com'],
        ])
      }
      await cluster.close()
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
})
