import { expect, test } from 'vitest'
import { readQueryFacts } from '../../../../electron/services/kusto/query-facts'

const completion = (payload: unknown): Readonly<Record<string, unknown>> => ({
  FrameType: 'DataTable',
  TableKind: 'QueryCompletionInformation',
  Columns: [{ ColumnName: 'Timestamp' }, { ColumnName: 'EventTypeName' }, { ColumnName: 'Payload' }],
  Rows: [
    ['2026-01-01T00:00:00Z', 'QueryInfo', '{"Count":1}'],
    ['2026-01-01T00:00:00Z', 'QueryResourceConsumption', JSON.stringify(payload)],
  ],
})

test('what a query took is read from its resource consumption', () => {
  const { statistics } = readQueryFacts([
    completion({
      ExecutionTime: 0.25,
      resource_usage: {
        cache: { memory: { hits: 1 } },
        cpu: { user: '00:00:01', kernel: '00:00:00', 'total cpu': '00:00:01.5000000' },
        memory: { peak_per_node: 2_097_152 },
      },
      input_dataset_statistics: { extents: { total: 2 }, rows: { total: 1000, scanned: 40 } },
    }),
  ])
  expect(statistics).toEqual({
    clusterMs: 250,
    cpuMs: 1500,
    memoryBytes: 2_097_152,
    scannedRows: 40,
    totalRows: 1000,
  })
})

test('what is missing or has another shape is not known', () => {
  const nothing = { clusterMs: null, cpuMs: null, memoryBytes: null, scannedRows: null, totalRows: null }
  expect(readQueryFacts([]).statistics).toEqual(nothing)
  expect(readQueryFacts([completion({ ExecutionTime: 'soon', resource_usage: 5 })]).statistics).toEqual(
    nothing,
  )
  expect(readQueryFacts([completion('{')]).statistics).toEqual(nothing)
})

test('how to draw comes as JSON in a text, with lists in one text', () => {
  const json = JSON.stringify({
    Visualization: 'TimeChart',
    Title: null,
    XColumn: 'At',
    YColumns: 'Low, High',
    Series: ['Sensor'],
    Kind: 'stacked100',
  })
  const frame = {
    FrameType: 'DataTable',
    TableKind: 'QueryProperties',
    Columns: [{ ColumnName: 'TableId' }, { ColumnName: 'Key' }, { ColumnName: 'Value' }],
    Rows: [[1, 'Visualization', json]],
  }
  expect(readQueryFacts([frame]).visualization).toEqual({
    kind: 'timechart',
    title: null,
    xColumn: 'At',
    yColumns: ['Low', 'High'],
    series: ['Sensor'],
    xTitle: null,
    yTitle: null,
    isStacked: true,
  })
  const none = { ...frame, Rows: [[1, 'Visualization', '{"Visualization":null}']] }
  expect(readQueryFacts([none]).visualization).toBeNull()
})
