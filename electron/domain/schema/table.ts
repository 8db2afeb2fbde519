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

/** One of a table's ingestion mappings. */
export const ingestionMappingSchema = z.object({ name: z.string(), kind: z.enum(mappingKinds) })

/** A query's result: plain cells; `long` beyond 2^53 and `decimal` as text. */
export const rowsSchema = z.object({
  columns: z.array(columnSchema),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  truncated: z.boolean(),
})

export type Column = Data<typeof columnSchema>
export type TableRef = Data<typeof tableRefSchema>
export type TableListItem = Data<typeof tableListItemSchema>
export type TableDetails = Data<typeof tableDetailsSchema>
export type IngestionMapping = Data<typeof ingestionMappingSchema>
export type Rows = Data<typeof rowsSchema>
