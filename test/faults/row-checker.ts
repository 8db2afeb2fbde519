import { createHash } from 'node:crypto'
import { Client, type KustoResultRow } from 'azure-kusto-data'

/** The table that every fault test ingests into: each row can be told from every other, and from a torn one. */
export const checkedSchema = 'Item: string, Row: long, Check: string, Payload: string'

/** What went wrong with the rows of one item. */
export interface RowFinding {
  readonly item: string
  readonly kind: 'lost' | 'doubled' | 'torn' | 'foreign'
  readonly rows: number
}

/** The check value of a row: the same bytes on the way in and on the way out, or the row is torn. */
export function rowCheck(item: string, row: number, payload: string): string {
  return createHash('sha1').update(`${item}/${row}/${payload}`).digest('hex').slice(0, 16)
}

/** One item's CSV with `rows` records; payloads hold commas, quotes and line ends. */
export function checkedCsv(item: string, rows: number, payloadBytes = 40): string {
  const lines: string[] = []
  for (let row = 0; row < rows; row++) {
    const payload = `${'x'.repeat(payloadBytes)},"${row}"\nsecond line`
    lines.push(`${item},${row},${rowCheck(item, row, payload)},"${payload.replaceAll('"', '""')}"`)
  }
  return `${lines.join('\n')}\n`
}

/** All rows, a few items at a time: an answer has at most 500,000 rows. */
async function* allRows(client: Client, database: string, table: string): AsyncGenerator<KustoResultRow> {
  const listed = await client.execute(database, `${table} | distinct Item | order by Item asc`)
  const items = [...(listed.primaryResults[0]?.rows() ?? [])].map((row) => String(row.getValueAt(0)))
  for (let from = 0; from < items.length; from += 50) {
    const some = items.slice(from, from + 50).map((item) => JSON.stringify(item))
    const query = `${table} | where Item in (${some.join(', ')}) | project Item, Row, Check, Payload`
    const answer = await client.execute(database, query)
    yield* answer.primaryResults[0]?.rows() ?? []
  }
}

/**
 * Reads the whole table back and compares it with what was sent: `expected` is the number of rows by item.
 * An empty list means that nothing is lost, doubled, torn or foreign.
 */
export async function findRowFaults(
  clusterUri: string,
  database: string,
  table: string,
  expected: ReadonlyMap<string, number>,
): Promise<RowFinding[]> {
  const client = new Client(clusterUri)
  try {
    const findings: RowFinding[] = []
    const found = new Map<string, Map<number, number>>()
    const torn = new Map<string, number>()
    for await (const row of allRows(client, database, table)) {
      const { Item, Row, Check, Payload } = row.toJSON<{
        Item: string
        Row: number
        Check: string
        Payload: string
      }>()
      const rows = found.get(Item) ?? new Map<number, number>()
      rows.set(Row, (rows.get(Row) ?? 0) + 1)
      found.set(Item, rows)
      if (rowCheck(Item, Row, Payload) !== Check) torn.set(Item, (torn.get(Item) ?? 0) + 1)
    }
    for (const [item, rows] of torn) findings.push({ item, kind: 'torn', rows })
    for (const [item, rows] of found) {
      const wanted = expected.get(item)
      const numbers = [...rows.keys()]
      const foreign = wanted === undefined ? numbers.length : numbers.filter((row) => row >= wanted).length
      const doubled = [...rows.values()].reduce((sum, times) => sum + times - 1, 0)
      if (foreign > 0) findings.push({ item, kind: 'foreign', rows: foreign })
      if (doubled > 0) findings.push({ item, kind: 'doubled', rows: doubled })
    }
    for (const [item, wanted] of expected) {
      const present = [...(found.get(item)?.keys() ?? [])].filter((row) => row < wanted).length
      if (present < wanted) findings.push({ item, kind: 'lost', rows: wanted - present })
    }
    return findings
  } finally {
    client.close()
  }
}
