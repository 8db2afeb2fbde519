import { z } from 'zod'
import { count, type Data } from './basic'
import { rowsSchema } from './table'

/** One statement of a script, as the language's parser sees it. Offsets count from the start of the script. */
export const statementSchema = z.object({
  start: count,
  end: count,
  kind: z.enum(['query', 'command']),
  /** Only reads: a query, or a `.show` command without a syntax error. */
  isReading: z.boolean(),
})

/** What a part of a script is, for its colour. */
export const tokenKinds = [
  'comment',
  'text',
  'number',
  'type',
  'column',
  'table',
  'function',
  'name',
  'operator',
  'keyword',
  'command',
] as const

export const scriptMarkSchema = z.object({
  start: count,
  end: count,
  severity: z.enum(['error', 'warning']),
  message: z.string(),
})

/** A script, read by the language's parser against the schema of its database. */
export const scriptAnalysisSchema = z.object({
  statements: z.array(statementSchema),
  marks: z.array(scriptMarkSchema),
  tokens: z.array(z.object({ start: count, end: count, kind: z.enum(tokenKinds) })),
})

export const completionKinds = ['keyword', 'function', 'column', 'table', 'variable', 'other'] as const

/** What may stand at a place in a script, best first. `before` and `after` go around the caret. */
export const completionsSchema = z.object({
  /** The part that a choice replaces. */
  start: count,
  end: count,
  items: z.array(
    z.object({
      label: z.string(),
      match: z.string(),
      kind: z.enum(completionKinds),
      before: z.string(),
      after: z.string(),
    }),
  ),
})

/** How to draw a result, as its `render` operator says (documents: render operator). */
export const visualizationSchema = z.object({
  /** For example `timechart`. */
  kind: z.string(),
  title: z.string().nullable(),
  xColumn: z.string().nullable(),
  yColumns: z.array(z.string()),
  /** Columns whose values name the series. */
  series: z.array(z.string()),
  xTitle: z.string().nullable(),
  yTitle: z.string().nullable(),
  isStacked: z.boolean(),
})

/** What a query took; null where the cluster does not say. */
export const queryStatisticsSchema = z.object({
  /** From sending the request to having the rows, in milliseconds. */
  tookMs: z.number().nonnegative(),
  /** On the cluster, in milliseconds. */
  clusterMs: z.number().nonnegative().nullable(),
  cpuMs: z.number().nonnegative().nullable(),
  /** The most that one node of the cluster needed. */
  memoryBytes: z.number().nonnegative().nullable(),
  scannedRows: z.number().nonnegative().nullable(),
  totalRows: z.number().nonnegative().nullable(),
})

export const queryResultSchema = rowsSchema.extend({
  visualization: visualizationSchema.nullable(),
  statistics: queryStatisticsSchema,
})

/** A query that was run. `rows` is null if it failed or was canceled. */
export const pastQuerySchema = z.object({
  query: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  rows: count.nullable(),
})

export type Statement = Data<typeof statementSchema>
export type ScriptMark = Data<typeof scriptMarkSchema>
export type ScriptAnalysis = Data<typeof scriptAnalysisSchema>
export type TokenKind = (typeof tokenKinds)[number]
export type CompletionKind = (typeof completionKinds)[number]
export type Completions = Data<typeof completionsSchema>
export type Visualization = Data<typeof visualizationSchema>
export type QueryStatistics = Data<typeof queryStatisticsSchema>
export type QueryResult = Data<typeof queryResultSchema>
export type PastQuery = Data<typeof pastQuerySchema>
