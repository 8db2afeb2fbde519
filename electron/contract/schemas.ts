import { z } from 'zod'
import { dataFormats } from '../domain/data-format'
import { mappingKinds } from '../domain/mapping-kind'
import { scalarTypes } from '../domain/scalar-type'
import { studioCommands } from '../domain/studio-command'
import { count, countOrUnknown, id, name, timestamp, wireErrorSchema } from './basic-schemas'
import {
  batchingPolicySchema,
  jobSnapshotSchema,
  sourceRequestSchema,
  sourceSnapshotSchema,
} from './job-schemas'
import type { EventName, MethodName } from './names'

const nothing = z.object({})

const columnSchema = z.object({ name, type: z.enum(scalarTypes) })
const effectivePolicySchema = z.object({
  policy: batchingPolicySchema,
  origin: z.enum(['table', 'database', 'default']),
})

/** Where sign-in stands. Never a token; the account is what the user knows themselves by. */
const signInSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notNeeded') }),
  z.object({ kind: z.literal('signedOut') }),
  z.object({ kind: z.literal('signingIn') }),
  z.object({ kind: z.literal('signedIn'), account: z.string() }),
  z.object({ kind: z.literal('failed'), error: wireErrorSchema }),
])

export const connectionSchema = z.object({
  clusterUri: z.string(),
  dataIngestionUri: z.string(),
  /** `Local cluster`, or the host name. */
  displayName: z.string(),
  isLocalCluster: z.boolean(),
  state: z.enum(['closed', 'opening', 'open', 'failed']),
  signIn: signInSchema,
  error: wireErrorSchema.nullable(),
})

const localClusterSchema = z.object({
  state: z.enum(['stopped', 'starting', 'running', 'stopping', 'crashed']),
  clusterUri: z.string().nullable(),
  error: wireErrorSchema.nullable(),
})

const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  recentClusters: z.array(z.string()).max(20),
  /** The table that was open last, by cluster URI. */
  lastTable: z.object({ clusterUri: z.string(), database: name, table: name }).nullable(),
  /** The time column that the user chose for "last row", by `cluster/database/table`. */
  timeColumns: z.record(z.string(), name),
})

const tableListItemSchema = z.object({ name, columnCount: count, rowCount: countOrUnknown })
const tableDetailsSchema = z.object({
  database: name,
  table: name,
  columns: z.array(columnSchema),
  batchingPolicy: effectivePolicySchema,
})
const tableRefSchema = z.object({ database: name, table: name })

/** A file that the main process has looked at. The page gets a handle, never a path that it could use. */
export const fileSourceSchema = z.object({
  handle: id,
  name: z.string(),
  /** Folder, for display only. */
  folder: z.string(),
  /** Path below the folder that was dropped, with forward slashes. */
  relativePath: z.string().optional(),
  sizeBytes: count,
  rawDataSizeBytes: countOrUnknown,
  format: z.enum(dataFormats).nullable(),
  compression: z.enum(['none', 'gzip', 'zip']),
  /** Records in the file if they could be counted quickly; null where counting comes with the upload. */
  records: countOrUnknown,
  hasHeader: z.boolean(),
  /** Fields of the first record, in a format that has fields. */
  columnCount: countOrUnknown.optional(),
  /** What was recognised, in words, for example `CSV, header row, 7 columns`. */
  summary: z.string(),
  headerColumns: z.array(z.string()),
  filesInside: count.optional(),
  notes: z.array(z.string()).optional(),
  /** Types that the columns could have in a new table, and how many records that is from. */
  schemaGuess: z.object({ types: z.array(z.enum(scalarTypes)), records: count }).optional(),
  /** Why this file cannot be ingested; null when it can. */
  problem: wireErrorSchema.nullable(),
  /** When and where the same content went before; null when it did not. */
  ingestedBefore: z.object({ at: timestamp, database: z.string(), table: z.string(), jobId: id }).nullable(),
})

/** One reading of a table's row count. */
const rowCountPointSchema = z.object({
  at: timestamp,
  rows: count,
  /** Of `rows`, those that jobs of this studio landed. */
  ours: count,
})

/** Something that happened at a moment: a source was queued, or its rows landed. */
const chartMarkerSchema = z.object({
  at: timestamp,
  kind: z.enum(['queued', 'landed', 'failed', 'undone']),
  jobId: id,
  sourceId: id,
  label: z.string(),
  rows: countOrUnknown,
})

export const tableWatchSchema = z.object({
  database: name,
  table: name,
  revision: count,
  points: z.array(rowCountPointSchema),
  markers: z.array(chartMarkerSchema),
  /** Windows in which a batch of ours waited: from the first source queued to the seal. */
  batches: z.array(z.object({ openedAt: timestamp, sealsAt: timestamp, sealed: z.boolean() })),
  /** Milliseconds between readings now. */
  intervalMs: z.number(),
  error: wireErrorSchema.nullable(),
})

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** Rows as text and plain values; `long` beyond 2^53 and `decimal` come as text. */
const rowsSchema = z.object({
  columns: z.array(columnSchema),
  rows: z.array(z.array(cell)),
  truncated: z.boolean(),
})

interface MethodSchema {
  readonly request: z.ZodType
  readonly response: z.ZodType
}

const jobRef = z.object({ jobId: id })
const jobOrSourceRef = z.object({ jobId: id, sourceIds: z.array(id).max(10_000).optional() })

/** Request and response of each method. */
export const methods = {
  'studio/bootstrap': {
    request: nothing,
    response: z.object({
      version: z.string(),
      platform: z.string(),
      settings: settingsSchema,
      localCluster: localClusterSchema,
      connection: connectionSchema.nullable(),
    }),
  },
  'settings/write': { request: settingsSchema.partial(), response: settingsSchema },
  /** `local` opens the local cluster, starting it if needed. */
  'connection/open': {
    request: z.object({ clusterUri: z.string().min(1).max(2048) }),
    response: connectionSchema,
  },
  'connection/signIn': { request: nothing, response: connectionSchema },
  'connection/signOut': { request: nothing, response: connectionSchema },
  'localCluster/restart': { request: nothing, response: localClusterSchema },
  'catalog/databases': { request: nothing, response: z.array(z.object({ name })) },
  'catalog/tables': { request: z.object({ database: name }), response: z.array(tableListItemSchema) },
  'catalog/table': { request: tableRefSchema, response: tableDetailsSchema },
  'catalog/mappings': {
    request: tableRefSchema,
    response: z.array(z.object({ name: z.string(), kind: z.enum(mappingKinds) })),
  },
  'catalog/createTable': {
    request: tableRefSchema.extend({
      columns: z.array(columnSchema).min(1).max(10_000),
      batchingPolicy: batchingPolicySchema.nullable(),
    }),
    response: tableDetailsSchema,
  },
  'catalog/setBatchingPolicy': {
    request: tableRefSchema.extend({ policy: batchingPolicySchema }),
    response: tableDetailsSchema,
  },
  'catalog/dropTable': { request: tableRefSchema, response: nothing },
  /** Makes the tutorial's table (or finds it) and registers the sample file. */
  'samples/prepare': {
    request: z.object({ database: name }),
    response: z.object({ table: tableDetailsSchema, source: fileSourceSchema }),
  },
  /** Opens the system's file dialog. An empty list means that the user closed it. */
  'sources/choose': {
    request: z.object({ what: z.enum(['files', 'folder']) }),
    response: z.array(fileSourceSchema),
  },
  /** Called by the preload with the paths of dropped files; folders are read recursively. */
  'sources/register': {
    request: z.object({ paths: z.array(z.string().max(32_768)).max(100_000) }),
    response: z.array(fileSourceSchema),
  },
  'sources/forget': { request: z.object({ handles: z.array(id) }), response: nothing },
  /** Checks a blob URI by asking storage for the blob's properties; fails with what storage said. */
  'sources/inspectBlob': {
    request: z.object({ uri: z.string().min(1).max(8192) }),
    response: z.object({
      display: z.string(),
      name: z.string(),
      sizeBytes: countOrUnknown,
      format: z.enum(dataFormats).nullable(),
      compression: z.enum(['none', 'gzip', 'zip']),
    }),
  },
  'jobs/start': {
    request: tableRefSchema.extend({
      sources: z.array(sourceRequestSchema).min(1).max(100_000),
      /** An extent tag of the user's own, beside the job's. */
      tag: z.string().max(200).optional(),
      /** False turns the job's `drop-by:` tag off: no exact count, no undo. */
      tagged: z.boolean().default(true),
      separateBlobs: z.boolean().optional(),
      /** An ingestion mapping of the table, by name. */
      mapping: z.string().min(1).max(1024).optional(),
      creationTimePattern: z.string().min(1).max(400).optional(),
    }),
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
  /** Retries what failed and may work when tried again; permanent failures are left alone. */
  'jobs/retry': { request: jobOrSourceRef, response: jobSnapshotSchema },
  'jobs/checkAgain': { request: jobRef, response: jobSnapshotSchema },
  /** Gives back the secret part of a blob URI that was not stored, after a restart. */
  'jobs/provideBlobUri': {
    request: z.object({ jobId: id, sourceId: id, uri: z.string().min(1).max(8192) }),
    response: jobSnapshotSchema,
  },
  'jobs/move': {
    request: z.object({ jobId: id, before: id.nullable() }),
    response: z.array(jobSnapshotSchema),
  },
  'jobs/undoPreview': {
    request: jobRef,
    response: z.object({
      extents: z.array(z.object({ extentId: z.string(), rows: count, createdOn: z.string() })),
      rows: count,
    }),
  },
  'jobs/undo': { request: jobRef, response: jobSnapshotSchema },
  /** Starts (or goes on with) counting this table's rows; one table is watched at a time. */
  'table/watch': { request: tableRefSchema, response: tableWatchSchema },
  'table/unwatch': { request: nothing, response: nothing },
  'table/lastRow': {
    request: tableRefSchema.extend({ timeColumn: name }),
    response: rowsSchema,
  },
  'table/query': {
    request: z.object({ database: name, query: z.string().min(1).max(1_000_000) }),
    response: rowsSchema,
  },
  'link/open': { request: z.object({ link: z.enum(['documentation', 'issues', 'log']) }), response: nothing },
} as const satisfies Record<MethodName, MethodSchema>

/** Payload of each event. */
export const events = {
  'localCluster/changed': localClusterSchema,
  'connection/changed': connectionSchema,
  'jobs/changed': jobSnapshotSchema,
  'table/rowCount': tableWatchSchema,
  /** A menu item or shortcut; the page does what its own button does. */
  'command/requested': z.object({ command: z.enum(studioCommands) }),
} as const satisfies Record<EventName, z.ZodType>
