import { describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import type { JobChange } from '../../../../electron/services/studio-services'
import { createJobsForChart, toChart } from '../../../../electron/services/row-counts/jobs-for-chart'
import { jobSnapshot, sourceSnapshot } from '../../../support/job-snapshot'

const job = (change: Partial<JobSnapshot>): JobSnapshot =>
  jobSnapshot({
    database: 'db',
    table: 'T',
    createdAt: 900,
    status: 'running',
    rows: { expected: 10, landed: null, refused: null },
    rowsBefore: 0,
    rowsAfter: null,
    otherIngestions: { before: null, after: null },
    policy: { maximumBatchingTimeSpanMs: 10_000, maximumNumberOfItems: 500, maximumRawDataSizeMb: 1024 },
    sealsAt: 11_000,
    counts: {},
    sources: [sourceSnapshot({})],
    ...change,
  })

const landed = sourceSnapshot({
  sourceId: 's2',
  state: { kind: 'succeeded', landedAt: 12_000 },
  rows: { expected: 10, landed: 10, refused: 0 },
  settledAt: 12_000,
})

describe('toChart', () => {
  it('draws a job with more sources than its snapshot carries by what the job counts', () => {
    const chart = toChart([
      job({
        sources: [landed, sourceSnapshot({})],
        sourceCount: 3000,
        counts: { succeeded: 2000, queued: 900, failed: 100 },
        rows: { expected: 30_000, landed: 20_000, refused: 0 },
      }),
    ])
    expect(chart.markers).toMatchObject([
      { kind: 'queued', at: 1000, sourceCount: 2900, rows: 30_000 },
      { kind: 'landed', at: 12_000, sourceCount: 2000, rows: 20_000 },
    ])
  })

  it('draws the batch of a source that the service refused, not of one that never was queued', () => {
    const error = { code: 'IngestionFailed', message: 'No.', retryable: false } as const
    const refused = sourceSnapshot({ state: { kind: 'failed', error }, queuedAt: 1000, settledAt: 12_500 })
    const sealed = [{ openedAt: 1000, sealsAt: 11_000, sealed: true }]
    expect(toChart([job({ sources: [refused], sealsAt: null })]).batches).toEqual(sealed)
    const unsent = { ...refused, queuedAt: null }
    expect(toChart([job({ sources: [unsent], sealsAt: null })]).batches).toEqual([])
  })

  it('draws a source that waits with its open batch', () => {
    expect(toChart([job({})])).toEqual({
      settledRows: 0,
      landing: [{ tag: 't', rows: null }],
      isBusy: true,
      markers: [
        {
          at: 1000,
          kind: 'queued',
          jobId: 'j1',
          sourceId: 's1',
          sourceKind: 'file',
          name: 'a.csv',
          sourceCount: 1,
          rows: 10,
        },
      ],
      batches: [{ openedAt: 1000, sealsAt: 11_000, sealed: false }],
    })
  })

  it('draws what landed, what failed, and the seal at the latest moment that it can have been', () => {
    const failed = sourceSnapshot({
      sourceId: 's3',
      state: { kind: 'failed', error: { code: 'IngestionFailed', message: 'x', retryable: false } },
      settledAt: 12_500,
    })
    const chart = toChart([
      job({
        status: 'partiallySucceeded',
        sealsAt: null,
        rows: { expected: 20, landed: 10, refused: 10 },
        sources: [landed, failed],
      }),
    ])
    expect(chart.settledRows).toBe(10)
    expect(chart.isBusy).toBe(false)
    expect(chart.markers.map(({ at, kind, rows }) => [at, kind, rows])).toEqual([
      [1000, 'queued', 10],
      [1000, 'queued', 10],
      [12_000, 'landed', 10],
      [12_500, 'failed', null],
    ])
    expect(chart.batches).toEqual([{ openedAt: 1000, sealsAt: 11_000, sealed: true }])
  })

  it('does not count what was undone, and marks it', () => {
    const undone = job({
      undo: 'undone',
      status: 'undone',
      // As after an undo: nothing of it is in the table any more.
      rows: { expected: 10, landed: 0, refused: 0 },
      undoneAt: 20_000,
      undoneRows: 10,
      sourceCount: 1,
      sources: [{ ...landed, rows: { ...landed.rows, landed: 0 } }],
    })
    const chart = toChart([undone])
    expect(chart.settledRows).toBe(0)
    expect(chart.markers.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['queued', 10],
      ['landed', 10],
      ['undone', 10],
    ])
    expect(chart.markers.at(-1)).toMatchObject({ at: 20_000, name: 'a.csv', sourceCount: 1 })
  })

  it('has the rows of a job counted while nobody knows how many there are, as in an undo', () => {
    const rows = { expected: 10, landed: null, refused: 0 }
    expect(toChart([job({ status: 'succeeded', rows })])).toMatchObject({
      settledRows: 0,
      landing: [{ tag: 't', rows: null }],
    })
    expect(toChart([job({ status: 'succeeded', rows, tag: null })]).landing).toEqual([])
  })

  it('draws the newest 400 or so markers of many jobs', () => {
    const many = Array.from({ length: 300 }, (_value, index) =>
      job({
        jobId: `j${index}`,
        sources: Array.from({ length: 200 }, (_none, at) => sourceSnapshot({ queuedAt: index * 1000 + at })),
      }),
    )
    const { markers } = toChart(many)
    expect(markers).toHaveLength(400)
    expect(markers.at(-1)?.at).toBe(299_199)
  })
})

describe('createJobsForChart', () => {
  it('follows the jobs of its table only', () => {
    let listen: (change: JobChange) => void = () => undefined
    let drawn = 0
    const tell = (changed: JobSnapshot): void =>
      listen({
        ...changed,
        snapshot: () => {
          drawn += 1
          return changed
        },
      })
    let heard = 0
    const jobs = createJobsForChart({
      list: () => [job({ jobId: 'old', clusterUri: 'http://127.0.0.1:2' }), job({ jobId: 'mine' })],
      onChange: (listener) => {
        listen = listener
        return () => (listen = () => undefined)
      },
    }).follow({ clusterUri: 'http://127.0.0.1:1', database: 'db', table: 'T' }, () => heard++)
    expect(jobs.chart().markers.map((marker) => marker.jobId)).toEqual(['mine'])
    tell(job({ jobId: 'other', table: 'U' }))
    expect(heard).toBe(0)
    const rows = { expected: 10, landed: 10, refused: 0 }
    tell(job({ jobId: 'mine', rows, sources: [landed], status: 'succeeded' }))
    expect(heard).toBe(1)
    // A change that nobody draws costs no snapshot.
    expect(drawn).toBe(0)
    expect(jobs.chart()).toMatchObject({ settledRows: 10, isBusy: false })
    tell(job({ jobId: 'mine', rows, sources: [landed], status: 'undone', undo: 'undone', undoneAt: 13_000 }))
    expect(jobs.chart().markers.at(-1)?.kind).toBe('undone')
    jobs.close()
    tell(job({ jobId: 'mine' }))
    expect(heard).toBe(2)
  })
})
