/**
 * The names that cross the border between the page and the main process. This file imports nothing: it is all that the
 * sandboxed preload needs at run time.
 */

/** What the page can call. None of them takes a path. */
export const methodNames = [
  'studio/bootstrap',
  'studio/diagnostics',
  'window/open',
  'settings/write',
  'connection/open',
  'connection/check',
  'connection/signIn',
  'connection/openDevicePage',
  'connection/signOut',
  'localCluster/restart',
  'catalog/databases',
  'catalog/tables',
  'catalog/table',
  'catalog/mappings',
  'catalog/createTable',
  'catalog/setBatchingPolicy',
  'catalog/addColumns',
  'catalog/saveMapping',
  'catalog/dropTable',
  'samples/prepare',
  'sources/choose',
  'sources/forget',
  'sources/inspectBlob',
  'sources/listBlobs',
  'sources/moreBlobs',
  'sources/lookAtBlobs',
  'sources/lookAtHeaders',
  'inspection/look',
  'inspection/rows',
  'inspection/check',
  'inspection/stop',
  'inspection/close',
  'jobs/start',
  'jobs/list',
  'jobs/sources',
  'jobs/cancel',
  'jobs/pause',
  'jobs/resume',
  'jobs/retry',
  'jobs/checkAgain',
  'jobs/provideBlobUri',
  'jobs/move',
  'jobs/undoPreview',
  'jobs/undo',
  'jobs/runAgain',
  'jobs/copyAs',
  'history/list',
  'history/job',
  'history/export',
  'table/watch',
  'table/unwatch',
  'table/lastRow',
  'table/query',
  'snapshots/list',
  'snapshots/take',
  'snapshots/compare',
  'snapshots/changes',
  'snapshots/newRows',
  'snapshots/report',
  'script/statement',
  'script/analyze',
  'script/complete',
  'queries/list',
  'queries/export',
  'link/open',
] as const

/**
 * What only the preload calls. These take paths, so the page has no way to call them: the preload reads the paths from
 * the files that the user dropped or chose.
 */
export const preloadMethodNames = ['sources/register'] as const

export const eventNames = [
  'localCluster/changed',
  'connection/changed',
  'connection/asking',
  'settings/changed',
  'sources/opened',
  'inspection/changed',
  'jobs/changed',
  'table/rowCount',
  'command/requested',
  'studio/trouble',
  'studio/lowDisk',
  'link/opened',
] as const

export type PageMethodName = (typeof methodNames)[number]
export type MethodName = PageMethodName | (typeof preloadMethodNames)[number]
export type EventName = (typeof eventNames)[number]

/** Channel on which the page cancels a call by its request id. */
export const cancelChannel = 'request/cancel'
/** Channel on which the main process sends `[eventName, payload]`. */
export const eventChannel = 'event'
