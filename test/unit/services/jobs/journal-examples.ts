import type { JobRecord, SourceRecord } from '../../../../electron/services/jobs/job-record'

/** A job of one table of the local cluster. */
export const exampleJob: JobRecord = {
  jobId: 'job-1',
  clusterUri: 'http://127.0.0.1:1',
  isLocalCluster: true,
  database: 'D',
  table: 'T',
  createdAt: 1000,
  tag: 'studio-1',
  userTag: null,
  ignoreFirstRecord: false,
  mappingReference: null,
  position: 1,
  paused: false,
  mergesSmallFiles: true,
  undoneAt: null,
  rowsBefore: 0,
  rowsAfter: null,
  landed: null,
  policy: null,
}

/** A source of it that is queued. */
export const exampleSource: SourceRecord = {
  sourceId: 'source-1',
  jobId: 'job-1',
  ordinal: 0,
  kind: 'file',
  name: 'a.csv',
  location: '/a.csv',
  format: 'csv',
  compression: 'none',
  sizeBytes: 3,
  modifiedAt: 1.5,
  rawDataSizeBytes: 3,
  hasSecret: false,
  creationTime: null,
  fingerprint: 'f',
  state: { kind: 'queued', queuedAt: 5 },
  expected: 1,
  landed: null,
  refused: null,
  attempt: 0,
  startedAt: 1,
  queuedAt: 5,
  settledAt: null,
}
