import type { JobSnapshot, SourceSnapshot } from '../../electron/domain/schema/job'

/** A job of one source whose 1,000 rows have all landed, with what a test changes of it. */
export function jobSnapshot(change: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    jobId: 'j1',
    revision: 1,
    clusterUri: 'http://127.0.0.1:1',
    database: 'Samples',
    table: 'Storms',
    createdAt: 0,
    status: 'succeeded',
    trouble: null,
    tag: 't',
    rows: { expected: 1000, landed: 1000, refused: 0 },
    values: null,
    rowsBefore: 1001,
    rowsAfter: 2001,
    policy: null,
    sealsAt: null,
    time: { begunAt: 0, isRetried: false, ends: {}, going: null, seal: null },
    undo: 'possible',
    sourceCount: 1,
    retryableCount: 0,
    counts: { succeeded: 1 },
    sources: [],
    ...change,
  }
}

/** A file of ten records that is queued, with what a test changes of it. */
export function sourceSnapshot(change: Partial<SourceSnapshot> = {}): SourceSnapshot {
  return {
    sourceId: 's1',
    kind: 'file',
    name: 'a.csv',
    location: '/a.csv',
    format: 'csv',
    ignoreFirstRecord: false,
    rawDataSizeBytes: 1,
    state: { kind: 'queued', queuedAt: 1000 },
    trouble: null,
    rows: { expected: 10, landed: null, refused: null },
    startedAt: 900,
    queuedAt: 1000,
    settledAt: null,
    uploadRate: null,
    ...change,
  }
}
