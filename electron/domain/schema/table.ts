import { z } from 'zod'
import { mappingKinds } from '../mapping-kind'
import { scalarTypes } from '../scalar-type'
import { effectiveBatchingPolicySchema } from './batching-policy'
import { count, countOrUnknown, name, type Data } from './basic'

export const columnSchema = z.object({ name, type: z.enum(scalarTypes) })
export const tableRefSchema = z.object({ database: name, table: name })
/** One table in a list of tables; `rowCount` null if the cluster does not say. */
export const tableListItemSchema = z.object({ name, columnCount: count, rowCount: countOrUnknown })
export const tableDetailsSchema = tableRefSchema.extend({
  columns: z.array(columnSchema),
  batchingPolicy: effectiveBatchingPolicySchema,
})

/** Where one column's values come from: a field by its number from 0, or a path into a JSON-like record. */
export const columnSourceSchema = z.object({
  column: name,
  type: z.enum(scalarTypes),
  ordinal: count.optional(),
  path: z.string().max(4096).optional(),
  constant: z.string().max(4096).optional(),
  transform: z.string().max(100).optional(),
})

/** One of a table's ingestion mappings; `columns` null for a text that the studio cannot read. */
export const ingestionMappingSchema = z.object({
  name: z.string(),
  kind: z.enum(mappingKinds),
  columns: z.array(columnSourceSchema).nullable(),
})

/** A query's result: plain cells; `long` beyond 2^53 and `decimal` as text. */
export const rowsSchema = z.object({
  columns: z.array(columnSchema),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  truncated: z.boolean(),
})

export type Column = Data<typeof columnSchema>
/** A table's columns, in order. */
export type TableSchema = readonly Column[]
export type ColumnSource = Data<typeof columnSourceSchema>
export type TableRef = Data<typeof tableRefSchema>
export type TableListItem = Data<typeof tableListItemSchema>
export type TableDetails = Data<typeof tableDetailsSchema>
export type IngestionMapping = Data<typeof ingestionMappingSchema>
export type Rows = Data<typeof rowsSchema>
