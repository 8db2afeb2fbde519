import { quoteText } from '../engine/duckdb-engine'
import type { ReadySource, SourceQuery } from './local-source'

/** The most files that one statement reads. */
const filesAtOnce = 200

/** Builds a query that reads the source's file with DuckDB's function `reader`. */
export function readerQuery(
  source: ReadySource,
  values: readonly string[],
  reader: {
    readonly function: string
    readonly options: readonly string[]
    /** SQL of columns to add to what is read. */
    readonly columns?: string
    readonly where?: string
    readonly alone?: boolean
  },
): SourceQuery {
  const options = reader.options.map((option) => `, ${option}`).join('')
  const where = reader.where === undefined ? '' : ` WHERE ${reader.where}`
  const [open, close] = reader.columns === undefined ? ['', ''] : [`(SELECT *, ${reader.columns} FROM `, ')']
  return {
    source,
    before: `SELECT ${values.join(', ')} FROM ${open}${reader.function}(`,
    after: `${options})${where}${close}`,
    // Parquet files in one batch may have different column types; pipes are fed one at a time.
    alone: reader.alone === true || source.properties.format === 'parquet' || source.feed !== undefined,
  }
}

/** The statement for one query. */
export function sqlOf(query: SourceQuery): string {
  return `${query.before}${fileList([query])}${query.after}`
}

/** One statement, and the sources it reads. */
export interface SourcesStatement {
  readonly sql: string
  readonly sources: readonly ReadySource[]
}

/** The fewest statements that read all sources in order. */
export function mergedStatements(queries: readonly SourceQuery[]): SourcesStatement[] {
  const groups: SourceQuery[][] = []
  for (const query of queries) {
    const group = groups[groups.length - 1]
    const [first] = group ?? []
    const fits = first?.before === query.before && first.after === query.after && !first.alone
    if (group !== undefined && fits && !query.alone && group.length < filesAtOnce) group.push(query)
    else groups.push([query])
  }
  return groups.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const sources = group.map(({ source }) => source)
    return [{ sql: `${first.before}${fileList(group)}${first.after}`, sources }]
  })
}

function fileList(queries: readonly SourceQuery[]): string {
  return `[${queries.map(({ source }) => quoteText(source.path)).join(', ')}]`
}
