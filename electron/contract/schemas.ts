import { z } from 'zod'
import { copyTools } from '../domain/copy-as/copy-as'
import { mappingKinds } from '../domain/mapping-kind'
import { batchingPolicySchema } from '../domain/schema/batching-policy'
import { count, id, name } from '../domain/schema/basic'
import { columnChangesSchema, comparisonSchema } from '../domain/schema/comparison'
import { connectionSchema, localClusterStatusSchema, signInRequestSchema } from '../domain/schema/connection'
import { checkedHosts } from '../domain/checked-host'
import { hostCheckSchema } from '../domain/schema/connection-check'
import { fileSourceSchema, inspectedBlobSchema } from '../domain/schema/file-source'
import { historyFilterSchema, historyJobSchema, historyPageSchema } from '../domain/schema/history'
import {
  checkSchema,
  findingRefSchema,
  inspectionSourceSchema,
  lookSchema,
  previewRowSchema,
  rowSelectionSchema,
  targetSchema,
} from '../domain/schema/inspection'
import { lowDiskSchema } from '../domain/schema/low-disk'
import { blobLookSchema, blobPageSchema } from '../domain/schema/listed-blob'
import { readingSchema } from '../domain/schema/reading'
import { jobSnapshotSchema, sourceSnapshotSchema, undoPreviewSchema } from '../domain/schema/job'
import { ownPropertiesSchema } from '../domain/schema/ingestion-properties'
import { comparedMomentsSchema, snapshotHeadSchema } from '../domain/schema/snapshot'
import {
  completionsSchema,
  pastQuerySchema,
  queryResultSchema,
  scriptAnalysisSchema,
  statementSchema,
} from '../domain/schema/query'
import { settingsSchema } from '../domain/schema/settings'
import { blobUri, sourceRequestSchema } from '../domain/schema/source'
import {
  columnSchema,
  columnSourceSchema,
  ingestionMappingSchema,
  rowsSchema,
  tableDetailsSchema,
  tableListItemSchema,
  tableRefSchema,
} from '../domain/schema/table'
import { tableWatchSchema } from '../domain/schema/table-watch'
import { troubleSchema } from '../domain/schema/trouble'
import { reportKinds } from '../domain/report-kind'
import { openedLinkSchema } from '../domain/schema/studio-link'
import { studioCommands } from '../domain/studio-command'
import type { EventName, MethodName } from './names'

const nothing = z.object({})
/** Longest paths that the systems allow, and as many as a file manager can drop in one go. */
const droppedPaths = z
  .array(z.string().min(1).max(32_768))
  .max(100_000)
  .refine((paths) => paths.reduce((sum, { length }) => sum + length, 0) <= 16_777_216, 'too long in total')
const script = z.string().max(1_000_000)

interface MethodSchema {
  readonly request: z.ZodType
  readonly response: z.ZodType
}

const jobRef = z.object({ jobId: id })
const lookRef = z.object({ lookId: id })
const jobOrSourceRef = z.object({ jobId: id, sourceIds: z.array(id).max(10_000).optional() })

/** What an ingestion is started with. */
const startJobSchema = tableRefSchema.extend({
  sources: z.array(sourceRequestSchema).min(1).max(100_000),
  /** The user's own extent tag, in addition to the job's. */
  tag: z.string().max(200).optional(),
  /** False turns the job's `drop-by:` tag off: no exact count, no undo. */
  tagged: z.boolean().default(true),
  separateBlobs: z.boolean().optional(),
  /** The name of one of the table's ingestion mappings. */
  mapping: z.string().min(1).max(1024).optional(),
  ...ownPropertiesSchema.shape,
  creationTimePattern: z.string().min(1).max(400).optional(),
  /**
   * Records with these findings are left out and written, with line and reason, to a reject file beside the source;
   * the rows that are expected follow.
   */
  leaveOut: z.array(findingRefSchema).max(1000).optional(),
})

/** Request and response of each method. */
export const methods = {
  'studio/bootstrap': {
    request: nothing,
    response: z.object({
      version: z.string(),
      platform: z.string(),
      settings: settingsSchema,
      localCluster: localClusterStatusSchema,
      connection: connectionSchema.nullable(),
      /** The cluster that this window opens first: `local`, or that of the window that it was opened from. */
      firstCluster: z.string(),
      /** A link that the studio was started with. */
      openedLink: openedLinkSchema.nullable(),
      /** Set if nothing may change: how many jobs could be read of the journal, and whether that is all of it. */
      readOnly: z.object({ jobs: count, isWhole: z.boolean() }).nullable(),
      lowDisk: lowDiskSchema.nullable(),
      /** What broke while the page was not there. */
      trouble: troubleSchema.nullable(),
    }),
  },
  /** What can be shown to others about this studio: no secrets, no names. */
  'studio/diagnostics': { request: nothing, response: z.object({ text: z.string() }) },
  /** Opens another window on the same cluster. */
  'window/open': { request: nothing, response: nothing },
  'settings/write': { request: settingsSchema.partial(), response: settingsSchema },
  /** `local` opens the local cluster, starting it if needed. */
  'connection/open': {
    request: z.object({ clusterUri: z.string().min(1).max(2048) }),
    response: connectionSchema,
  },
  /** Checks one of the hosts that ingestion needs; signs in nowhere and opens nothing. */
  'connection/check': {
    request: z.object({ clusterUri: z.string().min(1).max(2048), host: z.enum(checkedHosts) }),
    response: hostCheckSchema,
  },
  'connection/signIn': { request: signInRequestSchema, response: connectionSchema },
  'connection/openDevicePage': { request: nothing, response: nothing },
  'connection/signOut': { request: nothing, response: connectionSchema },
  'localCluster/restart': { request: nothing, response: localClusterStatusSchema },
  'catalog/databases': { request: nothing, response: z.array(z.object({ name })) },
  'catalog/tables': { request: z.object({ database: name }), response: z.array(tableListItemSchema) },
  'catalog/table': { request: tableRefSchema, response: tableDetailsSchema },
  'catalog/mappings': {
    request: tableRefSchema,
    response: z.array(ingestionMappingSchema),
  },
  'catalog/createTable': {
    request: tableRefSchema.extend({
      columns: z.array(columnSchema).min(1).max(10_000),
      batchingPolicy: batchingPolicySchema.nullable(),
    }),
    response: tableDetailsSchema,
  },
  /** Gives the table a policy of its own; null takes it away, so that the inherited one applies. */
  'catalog/setBatchingPolicy': {
    request: tableRefSchema.extend({ policy: batchingPolicySchema.nullable() }),
    response: tableDetailsSchema,
  },
  /** Adds columns after those that the table has. */
  'catalog/addColumns': {
    request: tableRefSchema.extend({ columns: z.array(columnSchema).min(1).max(10_000) }),
    response: tableDetailsSchema,
  },
  /** Stores a mapping with the table, in place of one with the same name and kind. */
  'catalog/saveMapping': {
    request: tableRefSchema.extend({
      name: z.string().min(1).max(1024),
      kind: z.enum(mappingKinds),
      columns: z.array(columnSourceSchema).min(1).max(10_000),
    }),
    response: nothing,
  },
  'catalog/dropTable': { request: tableRefSchema, response: nothing },
  /** Makes the tutorial's table (or finds it) and registers the sample file. */
  'samples/prepare': {
    request: z.object({ database: name }),
    response: z.object({ table: tableDetailsSchema, source: fileSourceSchema }),
  },
  /** Opens the system's file dialog. An empty list means that the user dismissed it. */
  'sources/choose': {
    request: z.object({ what: z.enum(['files', 'folder']) }),
    response: z.array(fileSourceSchema),
  },
  /** For the preload only: the paths of files that the user dropped; folders are read recursively. */
  'sources/register': {
    request: z.object({ paths: droppedPaths }),
    response: z.array(fileSourceSchema),
  },
  /** Handles of files, or ids of lists of blobs. */
  'sources/forget': { request: z.object({ handles: z.array(id).max(100_000) }), response: nothing },
  /** Checks a blob URI by asking storage for the blob's properties; fails with what storage said. */
  'sources/inspectBlob': {
    request: z.object({ uri: blobUri }),
    response: inspectedBlobSchema,
  },
  /** Lists a container or folder, at most 5,000 blobs at a time. */
  'sources/listBlobs': {
    request: z.object({ uri: blobUri, prefix: z.string().max(1024).default('') }),
    response: blobPageSchema,
  },
  /** The next blobs of a list that is not complete. */
  'sources/moreBlobs': { request: z.object({ listing: id }), response: blobPageSchema },
  /** Reads the first bytes of some of the listed blobs. */
  'sources/lookAtBlobs': {
    request: z.object({ handles: z.array(id).max(100) }),
    response: z.array(blobLookSchema),
  },
  /** Reads only so much of listed blobs as their headers take. */
  'sources/lookAtHeaders': {
    request: z.object({ handles: z.array(id).max(100_000) }),
    response: z.array(blobLookSchema),
  },
  /**
   * Recognises a source from its first bytes and judges them for the target. With `lookId` the same source is judged
   * again, for another target or reading.
   */
  'inspection/look': {
    request: z.object({
      source: inspectionSourceSchema,
      lookId: id.optional(),
      reading: readingSchema.optional(),
      target: targetSchema.nullable(),
      /** Names of a table's columns, which a header may repeat; left out: those of the target. */
      names: z.array(name).max(10_000).optional(),
    }),
    response: lookSchema,
  },
  'inspection/rows': {
    request: lookRef.extend({
      which: rowSelectionSchema,
      offset: count,
      limit: z.number().int().min(1).max(500),
    }),
    response: z.array(previewRowSchema),
  },
  /** Checks the whole source against the target of the last look; `inspection/changed` tells how far it is. */
  'inspection/check': { request: lookRef, response: checkSchema },
  'inspection/stop': { request: lookRef, response: checkSchema },
  'inspection/close': { request: lookRef, response: nothing },
  'jobs/start': {
    request: startJobSchema,
    response: jobSnapshotSchema,
  },
  'jobs/list': {
    request: tableRefSchema.partial().extend({
      clusterUri: z.url().max(2048).optional(),
      limit: z.number().int().min(1).max(500),
    }),
    response: z.array(jobSnapshotSchema),
  },
  'jobs/sources': {
    request: jobRef.extend({ offset: count, limit: z.number().int().min(1).max(1000) }),
    response: z.array(sourceSnapshotSchema),
  },
  'jobs/cancel': { request: jobOrSourceRef, response: jobSnapshotSchema },
  'jobs/pause': { request: jobRef, response: jobSnapshotSchema },
  'jobs/resume': { request: jobRef, response: jobSnapshotSchema },
  /** Retries failures that may pass; permanent ones are left alone. */
  'jobs/retry': { request: jobOrSourceRef, response: jobSnapshotSchema },
  'jobs/checkAgain': { request: jobRef, response: jobSnapshotSchema },
  /**
   * Supplies the secret part of a blob URI again after a restart, because it is never stored. That of a container goes to
   * all its blobs in the job.
   */
  'jobs/provideBlobUri': {
    request: z.object({ jobId: id, sourceId: id, uri: blobUri }),
    response: jobSnapshotSchema,
  },
  'jobs/move': {
    request: z.object({ jobId: id, before: id.nullable() }),
    response: z.array(jobSnapshotSchema),
  },
  'jobs/undoPreview': {
    request: jobRef,
    response: undoPreviewSchema,
  },
  'jobs/undo': { request: jobRef, response: jobSnapshotSchema },
  /** Sends the sources of a job again, as a new job. */
  'jobs/runAgain': { request: jobRef, response: jobSnapshotSchema },
  /** Writes a job, or one that is about to be started, for another tool; without secrets. */
  'jobs/copyAs': {
    request: z.object({
      what: z.union([jobRef, z.object({ start: startJobSchema })]),
      tool: z.enum(copyTools),
    }),
    response: z.object({ text: z.string() }),
  },
  /** Jobs of all clusters, newest first. */
  'history/list': {
    request: historyFilterSchema.extend({ offset: count, limit: z.number().int().min(1).max(500) }),
    response: historyPageSchema,
  },
  'history/job': { request: jobRef, response: historyJobSchema },
  /** Asks where to, and writes the jobs as CSV; null if the user dismissed the dialog. */
  'history/export': {
    request: historyFilterSchema,
    response: z.object({ path: z.string() }).nullable(),
  },
  /** Starts (or continues) counting this table's rows; only one table is watched at a time. */
  'table/watch': { request: tableRefSchema, response: tableWatchSchema },
  'table/unwatch': { request: nothing, response: nothing },
  'table/lastRow': {
    request: tableRefSchema.extend({ timeColumn: name }),
    response: rowsSchema,
  },
  /** Runs one statement. A management command that may change something needs `isConfirmed`. */
  'table/query': {
    request: z.object({ database: name, query: script.min(1), isConfirmed: z.boolean().default(false) }),
    response: queryResultSchema,
  },
  /** The statement that is selected or that the caret is in; null if there is none. */
  'script/statement': {
    request: z.object({ script, from: count, to: count }),
    response: statementSchema.nullable(),
  },
  'script/analyze': { request: z.object({ database: name, script }), response: scriptAnalysisSchema },
  'script/complete': {
    request: z.object({ database: name, script, at: count }),
    response: completionsSchema,
  },
  /** The queries that were run in a database, newest first. */
  'queries/list': { request: z.object({ database: name }), response: z.array(pastQuerySchema) },
  /** Asks where to, and writes a result as the page shows it. The name of the file; null if the user dismissed it. */
  'queries/export': {
    request: z.object({ name: z.string().min(1).max(200), csv: z.string().max(268_435_456) }),
    response: z.object({ name: z.string().nullable() }),
  },
  /** A table's snapshots, newest first. */
  'snapshots/list': { request: tableRefSchema, response: z.array(snapshotHeadSchema) },
  'snapshots/take': { request: tableRefSchema, response: snapshotHeadSchema },
  'snapshots/compare': { request: z.object({ moments: comparedMomentsSchema }), response: comparisonSchema },
  /** By what was kept, without a look at the table; null if it was not kept. */
  'snapshots/changes': { request: jobRef, response: columnChangesSchema.nullable() },
  'snapshots/newRows': { request: jobRef, response: rowsSchema },
  /** Asks where, and writes a report there. The path is null if the user dismissed the dialog. */
  'snapshots/report': {
    request: z.object({
      moments: comparedMomentsSchema,
      as: z.enum(reportKinds),
      timeColumn: name.optional(),
    }),
    response: z.object({ path: z.string().nullable() }),
  },
  'link/open': { request: z.object({ link: z.enum(['documentation', 'issues', 'log']) }), response: nothing },
} as const satisfies Record<MethodName, MethodSchema>

/** Payload of each event. */
export const events = {
  'localCluster/changed': localClusterStatusSchema,
  'connection/changed': connectionSchema,
  /** Whether a dialog of the system asks about a cluster, which whatever is under way waits for. */
  'connection/asking': z.object({ isAsking: z.boolean() }),
  /** Another window may have changed them. */
  'settings/changed': settingsSchema,
  'inspection/changed': checkSchema,
  'jobs/changed': jobSnapshotSchema,
  'table/rowCount': tableWatchSchema,
  /** A menu item or shortcut; the page does what its own button does. */
  'command/requested': z.object({ command: z.enum(studioCommands) }),
  /** Something broke that no action of the user was about. */
  'studio/trouble': troubleSchema,
  /** A disk is nearly full, or no longer is. */
  'studio/lowDisk': z.object({ low: lowDiskSchema.nullable() }),
  /** Files that the system asked the studio to open. */
  'sources/opened': z.array(fileSourceSchema),
  /** A link from outside; the page fills in what it says, and does nothing else. */
  'link/opened': openedLinkSchema,
} as const satisfies Record<EventName, z.ZodType>
