import { expect, it } from 'vitest'
import { commandFailure } from '../../support/command-failure'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples', 'Other'] })

it('.show queries has what was asked, with its end', async () => {
  await client.rows('print asked = 1')
  await commandFailure(client, 'print badly = nope')
  expect(
    await client.rows('.show queries | where Text has "asked = 1" | project Text, Database, State'),
  ).toEqual([{ Text: 'print asked = 1', Database: 'Samples', State: 'Completed' }])
  const [failed] = await client.rows('.show queries | where Text has "badly"')
  expect(failed).toMatchObject({ State: 'Failed', Application: expect.any(String) })
  expect(String(failed?.['FailureReason'])).toContain('nope')
})

it('.show commands names them, and .show commands-and-queries has both', async () => {
  await client.rows('.create table Named (a: long)')
  await client.rows('.append Named <| print a = 1')
  await client.rows('Named | where a == 4711')
  const named = '| where Text has "Named" and CommandType !startswith "Commands" | project CommandType'
  expect(await client.rows(`.show commands ${named}`)).toEqual([
    { CommandType: 'TableCreate' },
    { CommandType: 'TableAppend' },
  ])
  expect(await client.rows(`.show commands-and-queries ${named}`)).toEqual([
    { CommandType: 'TableCreate' },
    { CommandType: 'TableAppend' },
    { CommandType: 'Query' },
  ])
})

it('hides secrets in texts', async () => {
  await client.rows(`print link = "https://a.example/b?sig=abcd1234secret", x = h'hidden-word', y = 'told'`)
  const [shown] = await client.rows('.show queries | where Text has "told" | project Text')
  expect(String(shown?.['Text'])).toContain("y = 'told'")
  expect(String(shown?.['Text'])).not.toMatch(/abcd1234secret|hidden-word/)
})

it('.show journal has what changed, of all databases or of one', async () => {
  await client.rows('.create table Changed (a: long)')
  await client.rows('.alter table Changed policy caching hot = 3d')
  await client.rows('.create table Other.Changed (a: long)')
  await client.rows('.show table Changed')
  await client.rows('.ingest inline into table Changed <| 1')
  await commandFailure(client, '.drop table Nowhere')
  const changes = '| where EntityName in ("Changed", "Nowhere") | project Event, Database'
  const own = [
    { Event: 'CREATE-TABLE', Database: 'Samples' },
    { Event: 'ALTER-TABLE-POLICY', Database: 'Samples' },
  ]
  const other = { Event: 'CREATE-TABLE', Database: 'Other' }
  expect(await client.rows(`.show journal ${changes}`)).toEqual([...own, other])
  expect(await client.rows(`.show database journal ${changes}`)).toEqual(own)
  expect(await client.rows(`.show database Other journal ${changes}`)).toEqual([other])
})
