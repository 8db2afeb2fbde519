import { z } from 'zod'
import { count, countOrUnknown, id, name, timestamp, type Data } from './basic'
import { sourceKindSchema } from './source'
import { wireErrorSchema } from './wire-error'

/** One reading of a table's row count. */
const rowCountPointSchema = z.object({
  at: timestamp,
  rows: count,
  /** How many of `rows` this studio's jobs landed, counted at the same moment; the rest came from other writers. */
  ours: count,
})

/** Something that happened at one moment and is drawn on the chart. */
const chartMarkerSchema = z.object({
  at: timestamp,
  kind: z.enum(['queued', 'landed', 'failed', 'undone']),
  jobId: id,
  sourceId: id,
  /** Kind and name of the source, or of the first if there are several. */
  sourceKind: sourceKindSchema,
  name: z.string(),
  sourceCount: count,
  rows: countOrUnknown,
})

/** A table's row count over time, sent whole; at most 600 points. */
export const tableWatchSchema = z.object({
  database: name,
  table: name,
  revision: count,
  points: z.array(rowCountPointSchema),
  markers: z.array(chartMarkerSchema),
  /** When our batches wait or waited: from the first source queued to the seal. */
  batches: z.array(z.object({ openedAt: timestamp, sealsAt: timestamp, sealed: z.boolean() })),
  /** Current milliseconds from one reading to the next, with the time that the cluster takes to answer. */
  intervalMs: z.number(),
  error: wireErrorSchema.nullable(),
})

export type RowCountPoint = Data<typeof rowCountPointSchema>
export type ChartMarker = Data<typeof chartMarkerSchema>
export type TableWatch = Data<typeof tableWatchSchema>
