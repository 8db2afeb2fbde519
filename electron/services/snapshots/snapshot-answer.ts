import { z } from 'zod'
import { count } from '../../domain/schema/basic'
import type { ColumnFacts, SnapshotColumn, SnapshotPart } from '../../domain/schema/snapshot'
import type { Column } from '../../domain/schema/table'
import { redactText } from '../../domain/redact-text'
import { StudioError } from '../../domain/studio-error'
import type { ResultTable } from '../kusto/connection'

type Part = 'ours' | 'others'
type Facts = z.output<typeof facts>

const facts = z.record(z.string(), z.unknown())
const answerRow = z.object({
  Part: z.enum(['ours', 'others', 'all']),
  Column: z.coerce.number().int(),
  Rows: z.coerce.number().int().nonnegative(),
  Facts: facts.nullish(),
  Spread: facts.nullish(),
  Bin: z.coerce.number().nullish(),
  Width: z.coerce.number().nullish(),
  Value: z.string().nullish(),
})
type AnswerRow = z.output<typeof answerRow>

/** What a snapshot's query found, part by part; the rows of a part are those that were looked at. */
export interface SnapshotAnswer {
  readonly columns: readonly SnapshotColumn[]
  readonly parts: ReadonlyMap<Part, SnapshotPart>
}

/**
 * Reads the answer to `snapshotQuery`.
 *
 * @param columns Those that the query asked for, from `first` on.
 * @throws StudioError `ResponseMalformed`.
 */
export function readSnapshotAnswer(
  answer: ResultTable,
  columns: readonly Column[],
  first: number,
): SnapshotAnswer {
  const names = answer.columns.map(({ name }) => name)
  const rows = answer.rows.map((row) => {
    const parsed = answerRow.safeParse(Object.fromEntries(names.map((name, index) => [name, row[index]])))
    if (!parsed.success) throw malformed()
    return parsed.data
  })
  const parts = new Map<Part, SnapshotPart>()
  for (const part of ['ours', 'others'] as const) {
    const own = rows.filter((row) => row.Part === part)
    if (own.length > 0) parts.set(part, partOf(own, columns, first))
  }
  // Without rows of its own there is one part only, which is all.
  const spreads = rows.filter((row) => isThere(row.Spread))
  const all =
    (spreads.find((row) => row.Part === 'all') ?? spreads.find((row) => row.Part === 'others'))?.Spread ?? {}
  return {
    columns: columns.map(({ name, type }, index) => {
      const bin = rows.find((row) => row.Column === first + index && typeof row.Width === 'number')
      return { name, type, width: bin?.Width ?? null, distinct: numberOf(all[`distinct${index}`]) }
    }),
    parts,
  }
}

function partOf(rows: readonly AnswerRow[], columns: readonly Column[], first: number): SnapshotPart {
  const counted = rows.find((row) => row.Column === -1 && isThere(row.Facts))
  const spread = rows.find((row) => row.Column === -1 && isThere(row.Spread))
  const byColumn = new Map<number, AnswerRow[]>()
  for (const row of rows) {
    const others = byColumn.get(row.Column)
    if (others === undefined) byColumn.set(row.Column, [row])
    else others.push(row)
  }
  return {
    rows: counted?.Rows ?? 0,
    counted: counted?.Rows ?? 0,
    spread: spread?.Rows ?? 0,
    columns: columns.map((_, index) =>
      factsOf(index, counted?.Facts ?? {}, spread?.Spread ?? {}, byColumn.get(first + index) ?? []),
    ),
  }
}

function factsOf(index: number, counted: Facts, spread: Facts, rows: readonly AnswerRow[]): ColumnFacts {
  const bins = rows.flatMap((row) => (typeof row.Bin === 'number' ? [{ bin: row.Bin, rows: row.Rows }] : []))
  const values = rows.flatMap((row) =>
    typeof row.Bin === 'number' ? [] : [{ value: redactText(row.Value ?? ''), rows: row.Rows }],
  )
  return {
    nulls: numberOf(counted[`nulls${index}`]) ?? 0,
    distinct: numberOf(spread[`distinct${index}`]),
    min: textOf(counted[`min${index}`]),
    max: textOf(counted[`max${index}`]),
    bins: bins.sort((left, right) => left.bin - right.bin),
    values: values.length === 0 ? null : values.sort((left, right) => right.rows - left.rows),
  }
}

function numberOf(value: unknown): number | null {
  const parsed = count.safeParse(typeof value === 'string' ? Number(value) : value)
  return parsed.success ? parsed.data : null
}

function isThere(found: Facts | null | undefined): boolean {
  return found !== null && found !== undefined
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
}

function malformed(): StudioError {
  return new StudioError('ResponseMalformed', 'The snapshot cannot be read.', {
    retryable: true,
    nextStep: 'Try again.',
  })
}
