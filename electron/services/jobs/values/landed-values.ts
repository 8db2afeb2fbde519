import { z } from 'zod'
import { bracketEntityName } from '../../../domain/entity-name'
import type { Column } from '../../../domain/schema/table'
import type { LandedValues } from '../../../domain/schema/values'
import { hasNoValue, rowsOf } from '../../../domain/snapshot/column-kind'
import { StudioError } from '../../../domain/studio-error'
import type { KustoConnection } from '../../kusto/connection'

/** Columns that one query counts, so that a wide table does not make a query that the service refuses. */
const columnsAtOnce = 200
const timeoutMs = 120_000
const counts = z.array(z.coerce.number().int().nonnegative())

/**
 * Counts, of the rows under a job's tag, those without a value in each column: null, or an empty string. Reads the
 * extents of that tag only.
 *
 * @throws StudioError if the query fails.
 */
export async function landedValues(
  connection: KustoConnection,
  where: { readonly database: string; readonly table: string; readonly tag: string },
  columns: readonly Column[],
  signal?: AbortSignal,
): Promise<LandedValues> {
  const counted: LandedValues['columns'][number][] = []
  let rows = 0
  for (let start = 0; start < columns.length; start += columnsAtOnce) {
    const some = columns.slice(start, start + columnsAtOnce)
    const answer = await connection.execute(where.database, queryOf(where, some), { signal, timeoutMs })
    const parsed = counts.safeParse(answer.rows[0])
    if (!parsed.success || parsed.data.length !== some.length + 1) {
      throw new StudioError('ResponseMalformed', 'The values that landed could not be counted.', {
        retryable: true,
      })
    }
    const [all = 0, ...nulls] = parsed.data
    rows = all
    for (const [index, { name, type }] of some.entries())
      counted.push({ column: name, type, nulls: nulls[index] ?? 0 })
  }
  return { rows, columns: counted }
}

function queryOf(
  where: { readonly table: string; readonly tag: string },
  columns: readonly Column[],
): string {
  const nulls = columns.map(({ name, type }, index) => {
    return `n${index} = countif(${hasNoValue({ type }, bracketEntityName(name))})`
  })
  return `${rowsOf(where.table, where.tag, 'ours')} | summarize ${['rows = count()', ...nulls].join(', ')}`
}
