import { describe, expect, it } from 'vitest'
import { Client, ClientRequestProperties } from 'azure-kusto-data'
import { sharedCluster } from '../../support/shared-cluster'

type Frame = Record<string, unknown> & { readonly FrameType: string; readonly Rows?: readonly unknown[][] }

const { cluster } = await sharedCluster()

async function answer(csl: string, options: object): Promise<string> {
  const response = await fetch(`${cluster.clusterUri}/v2/rest/query`, {
    method: 'POST',
    body: JSON.stringify({ db: cluster.database, csl, properties: { Options: options } }),
  })
  expect(response.status).toBe(200)
  return response.text()
}

const frames = async (csl: string, options: object): Promise<Frame[]> =>
  JSON.parse(await answer(csl, options)) as Frame[]

const twelve = 'range i from 1 to 12 step 1'

describe('frames', () => {
  it('are progressive when the client asks for it', async () => {
    const options = { results_progressive_enabled: true, query_results_progressive_row_count: 5 }
    const all = await frames(`${twelve}; print s = 'x'`, options)
    expect(all.map(({ FrameType, TableId }) => [FrameType, TableId])).toEqual([
      ['DataSetHeader', undefined],
      ['DataTable', 0],
      ['TableHeader', 1],
      ['TableFragment', 1],
      ['TableProgress', 1],
      ['TableFragment', 1],
      ['TableProgress', 1],
      ['TableFragment', 1],
      ['TableProgress', 1],
      ['TableCompletion', 1],
      ['TableHeader', 2],
      ['TableFragment', 2],
      ['TableProgress', 2],
      ['TableCompletion', 2],
      ['DataTable', 3],
      ['DataSetCompletion', undefined],
    ])
    expect(all[0]).toMatchObject({ IsProgressive: true, Version: 'v2.0', IsFragmented: false })
    expect(all[2]).toEqual({
      FrameType: 'TableHeader',
      TableId: 1,
      TableKind: 'PrimaryResult',
      TableName: 'PrimaryResult',
      Columns: [{ ColumnName: 'i', ColumnType: 'long' }],
    })
    const ofFirst = all.filter(({ TableId }) => TableId === 1)
    expect(ofFirst.flatMap(({ Rows }) => Rows ?? []).map(([value]) => value)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    )
    expect(ofFirst.flatMap((frame) => frame['TableProgress'] ?? [])).toEqual([500 / 12, 1000 / 12, 100])
    expect(ofFirst.at(-1)).toMatchObject({ RowCount: 12 })
    expect(all[3]).toMatchObject({ TableFragmentType: 'DataAppend', FieldCount: 1 })
  })

  it('are pieces without progress when the client asks for fragments', async () => {
    const all = await frames(`${twelve} | where i > 99`, {
      results_v2_fragment_primary_tables: true,
      results_error_reporting_placement: 'end_of_table',
    })
    expect(all[0]).toEqual({
      FrameType: 'DataSetHeader',
      IsProgressive: false,
      Version: 'v2.0',
      IsFragmented: true,
      ErrorReportingPlacement: 'EndOfTable',
    })
    expect(all.slice(2, 4)).toMatchObject([
      { FrameType: 'TableHeader' },
      { FrameType: 'TableCompletion', RowCount: 0 },
    ])
    const some = await frames(twelve, { results_v2_fragment_primary_tables: true })
    expect(some.map(({ FrameType }) => FrameType)).not.toContain('TableProgress')
    expect(some.find(({ FrameType }) => FrameType === 'TableFragment')?.Rows).toHaveLength(12)
  })

  it('stand on lines of their own, which begin with a bracket or a comma', async () => {
    const lines = (await answer(`print s = 'a\\nb'`, { results_v2_newlines_between_frames: true })).split(
      '\n',
    )
    expect(lines.at(-1)).toBe(']')
    expect(lines.map((line) => line[0]).join('')).toBe('[,,,,]')
    for (const line of lines.slice(0, -1)) expect(JSON.parse(line.slice(1))).toHaveProperty('FrameType')
  })

  it('are whole tables otherwise, for the Node client too', async () => {
    const all = await frames(twelve, {})
    expect(all[0]).toMatchObject({ IsProgressive: false, IsFragmented: false })
    expect(all[2]).toMatchObject({ FrameType: 'DataTable', TableKind: 'PrimaryResult' })
    const client = new Client(cluster.clusterUri)
    const result = await client.execute(cluster.database, twelve, new ClientRequestProperties())
    expect([...(result.primaryResults[0]?.rows() ?? [])]).toHaveLength(12)
    client.close()
  })
})
