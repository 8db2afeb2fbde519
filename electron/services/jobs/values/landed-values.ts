import { z } from 'zod'
import { bracketEntityName } from '../../../domain/entity-name'
import type { Column } from '../../../domain/schema/table'
import type { ScalarType } from '../../../domain/scalar-type'
import type { LandedValues } from '../../../domain/schema/values'
import { hasNoValue, rowsOf } from '../../../domain/snapshot/column-kind'
import type { Measures } from '../../../domain/value-measures'
import { StudioError } from '../../../domain/studio-error'
import type { KustoConnection } from '../../kusto/connection'

/** Columns that one query counts, so that a wide table does not make a query that the service refuses. */
const columnsAtOnce = 100
const timeoutMs = 120_000
const cells = z.array(z.union([z.string(), z.number(), z.null()]))
const count = z.coerce.number().int().nonnegative()

/**
 * Counts, of the rows under a job's tag, those without a value in each column (null, or an empty string), and what the
 * values come to. Reads the extents of that tag only.
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
    const found = valuesOf(answer.rows[0], some)
    if (found === undefined) {
      throw new StudioError('ResponseMalformed', 'The values that landed could not be counted.', {
        retryable: true,
      })
    }
    rows = found.rows
    counted.push(...found.columns)
  }
  return { rows, columns: counted }
}

/** What an answer's row says of the columns that were asked for; undefined if it is none. */
function valuesOf(row: unknown, columns: readonly Column[]): LandedValues | undefined {
  const parsed = cells.safeParse(row)
  if (!parsed.success) return undefined
  const rest = [...parsed.data]
  const rows = count.safeParse(rest.shift())
  const counted: LandedValues['columns'][number][] = []
  for (const { name, type } of columns) {
    const nulls = count.safeParse(rest.shift())
    if (!nulls.success) return undefined
    const measures = measuresOf(type, '').map(([what]) => [what, textOf(rest.shift())])
    counted.push({ column: name, type, nulls: nulls.data, ...Object.fromEntries(measures) })
  }
  return rows.success && rest.length === 0 ? { rows: rows.data, columns: counted } : undefined
}

/** Kusto's `tostring` makes an empty text of null. */
function textOf(cell: string | number | null | undefined): string | null {
  return cell === null || cell === undefined || cell === '' ? null : String(cell)
}

/** What a type's values are measured by, with the KQL of it. */
function measuresOf(type: ScalarType, column: string): (readonly [keyof Measures, string])[] {
  const bounds = (low: string, high: string): (readonly [keyof Measures, string])[] => [
    ['minimum', low],
    ['maximum', high],
  ]
  switch (type) {
    case 'string':
      return [['sum', `sum(string_size(${column}))`]]
    case 'bool':
      return [['sum', `countif(${column})`]]
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return [
        ...bounds(`min(${column})`, `max(${column})`),
        ['sum', `sum(binary_and(tolong(${column}), 4294967295))`],
      ]
    case 'real':
      return [
        ...bounds(`minif(${column}, isfinite(${column}))`, `maxif(${column}, isfinite(${column}))`),
        ['sum', `sumif(${column}, isfinite(${column}))`],
      ]
    case 'decimal':
      return [...bounds(`min(${column})`, `max(${column})`), ['sum', `sum(toreal(${column}))`]]
    case 'guid':
      return [['sum', `sumif(${someDigits(column)}, isnotnull(${column}))`]]
    case 'dynamic':
      return []
  }
}

/** KQL of the number that a guid's first and last four digits make, by functions that every cluster has. */
function someDigits(column: string): string {
  const digits = [0, 1, 2, 3, 32, 33, 34, 35].map((at, index) => {
    const digit = `indexof("0123456789abcdef", substring(tostring(${column}), ${at}, 1))`
    return `${digit} * ${16 ** (7 - index)}`
  })
  return digits.join(' + ')
}

function queryOf(
  where: { readonly table: string; readonly tag: string },
  columns: readonly Column[],
): string {
  const counted = columns.flatMap(({ name, type }) => {
    const column = bracketEntityName(name)
    const nulls = `countif(${hasNoValue({ type }, column)})`
    return [nulls, ...measuresOf(type, column).map(([, kql]) => `tostring(${kql})`)]
  })
  const summed = ['count()', ...counted].map((kql, index) => `v${index} = ${kql}`).join(', ')
  return `${rowsOf(where.table, where.tag, 'ours')} | summarize ${summed}`
}
