import { z } from 'zod'
import { StudioError } from '../../domain/studio-error'
import type { ResultTable } from './connection'
import { readQueryFacts } from './query-facts'
import { readServiceError, serviceFailure, type FailureContext } from './service-failure'

const rows = z.array(z.unknown())
const v1Schema = z.object({
  Tables: z
    .array(
      z.object({
        Columns: z.array(
          z.object({
            ColumnName: z.string(),
            ColumnType: z.string().nullish(),
            DataType: z.string().nullish(),
          }),
        ),
        Rows: rows,
      }),
    )
    .min(1),
})
const v2Schema = z.array(z.looseObject({ FrameType: z.string() }))
const dataTableSchema = z.object({
  Columns: z.array(z.object({ ColumnName: z.string(), ColumnType: z.string() })),
  Rows: rows,
})

/** .NET type names, which answers of version 1 may use instead of Kusto's. */
const dotNetTypes: Readonly<Record<string, string>> = {
  Boolean: 'bool',
  SByte: 'bool',
  DateTime: 'datetime',
  SqlDecimal: 'decimal',
  Object: 'dynamic',
  Guid: 'guid',
  Int32: 'int',
  Int64: 'long',
  Double: 'real',
  String: 'string',
  TimeSpan: 'timespan',
}

/**
 * Reads the first table from the answer to a management command (documents: query V1 HTTP response).
 *
 * @throws StudioError `ResponseMalformed` if the answer has another shape.
 */
export function readCommandAnswer(body: unknown, context: FailureContext): ResultTable {
  const parsed = v1Schema.safeParse(body)
  const table = parsed.data?.Tables[0]
  if (table === undefined) throw malformed(context, 'no table')
  return {
    columns: table.Columns.map((column) => ({
      name: column.ColumnName,
      type: column.ColumnType ?? dotNetType(column.DataType),
    })),
    rows: plainRows(table.Rows, context),
  }
}

/**
 * Reads the primary result from the answer to a query (documents: query V2 HTTP response). An answer that was cut off
 * has no completion frame; it is refused, because rows may be missing.
 *
 * @throws StudioError with what the service says went wrong, or `ResponseMalformed`.
 */
export function readQueryAnswer(body: unknown, context: FailureContext): ResultTable {
  const frames = v2Schema.safeParse(body).data
  if (frames === undefined) throw malformed(context, 'no frames')
  const completion = frames.find((frame) => frame.FrameType === 'DataSetCompletion')
  if (completion === undefined) throw malformed(context, 'the answer was cut off')
  if (completion['HasErrors'] === true) throw inBand(completion['OneApiErrors'], context)
  const primary = frames.find(
    (frame) => frame.FrameType === 'DataTable' && frame['TableKind'] === 'PrimaryResult',
  )
  const table = dataTableSchema.safeParse(primary).data
  if (table === undefined) throw malformed(context, 'no primary result')
  return {
    columns: table.Columns.map((column) => ({ name: column.ColumnName, type: column.ColumnType })),
    rows: plainRows(table.Rows, context),
    facts: readQueryFacts(frames),
  }
}

/** A row that is not a list is an error that occurred while rows were being sent. */
function plainRows(values: readonly unknown[], context: FailureContext): unknown[][] {
  for (const value of values) {
    if (!Array.isArray(value)) {
      throw inBand((value as { readonly OneApiErrors?: unknown } | null)?.OneApiErrors, context)
    }
  }
  return values as unknown[][]
}

function inBand(errors: unknown, context: FailureContext): StudioError {
  const error = readServiceError(Array.isArray(errors) ? errors[0] : undefined)
  if (error === undefined) return malformed(context, 'an error without a text')
  return serviceFailure(error, 200, context)
}

function dotNetType(name: string | null | undefined): string {
  const short = (name ?? 'String').replace(/^System\.(Data\.SqlTypes\.)?/, '')
  return dotNetTypes[short] ?? 'string'
}

function malformed(context: FailureContext, what: string): StudioError {
  return new StudioError(
    'ResponseMalformed',
    `${context.subject} gave an answer that cannot be read (${what}).`,
    {
      retryable: true,
      nextStep: 'Try again. If it happens again, a proxy may change what the cluster sends.',
    },
  )
}

/**
 * The values of one column of a result, by name.
 *
 * @throws StudioError `ResponseMalformed` if the result has no such column.
 */
export function columnValues(table: ResultTable, name: string, context: FailureContext): unknown[] {
  const index = table.columns.findIndex((column) => column.name === name)
  if (index === -1) throw malformed(context, `no column ${name}`)
  return table.rows.map((row) => row[index])
}
