import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import type { Cell } from '../local-cluster/answers/result-table'
import type { Probe } from './probe'
import { keptExamples } from './chunk'
import type { Tally } from './tally'

/** With more columns than this, keys that no record has are not looked for one by one. */
const mostKeysLookedFor = 32

/** A column of the target that takes one key of each record. */
export interface KeyedColumn {
  readonly key: string
  readonly column: string
}

/** Records with the same keys. */
export interface KeySet {
  readonly keys: readonly string[]
  readonly records: number
  /** Numbers of the first of them. */
  readonly numbers: readonly number[]
}

/** A column that records leave null although they hold keys that go nowhere. */
export interface KeyGap {
  readonly column: string
  /** The keys that go nowhere. */
  readonly unread: readonly string[]
  readonly records: number
  readonly numbers: readonly number[]
}

/**
 * Finds what the keys of records miss: a key that a column takes is not there, and others are there that none takes. One
 * that would be the column's but for its case is told by itself.
 */
export function keyGaps(sets: readonly KeySet[], columns: readonly KeyedColumn[]): KeyGap[] {
  const taken = new Set(columns.map(({ key }) => key))
  const gaps = new Map<string, KeyGap>()
  for (const { keys, records, numbers } of sets) {
    const has = new Set(keys)
    const unread = keys.filter((key) => !taken.has(key))
    if (unread.length === 0) continue
    for (const { key, column } of columns) {
      if (has.has(key)) continue
      if (unread.some((one) => one.toLowerCase() === key.toLowerCase())) continue
      const known = gaps.get(column)
      gaps.set(column, {
        column,
        unread: known?.unread ?? unread,
        records: (known?.records ?? 0) + records,
        numbers: [...(known?.numbers ?? []), ...numbers]
          .sort((left, right) => left - right)
          .slice(0, keptExamples),
      })
    }
  }
  return [...gaps.values()]
}

/** The columns that take a key of each record. */
export function keyedColumns(probes: readonly Probe[]): KeyedColumn[] {
  return probes.flatMap(({ recordKey, column }) =>
    recordKey === undefined || column === null ? [] : [{ key: recordKey, column }],
  )
}

/** How many records have nothing for the columns that take a key. */
export function emptyOfKeyed(tallies: readonly Tally[]): number {
  return tallies.reduce(
    (sum, { probe, empty }) => (probe.recordKey === undefined || probe.column === null ? sum : sum + empty),
    0,
  )
}

/**
 * Reads the keys of a part's records, those alone that leave a column empty.
 *
 * @param part.condition SQL that is true for records.
 */
export async function keySetsOf(
  engine: DuckDbEngine,
  part: { readonly relation: string; readonly condition: string },
  probes: readonly Probe[],
  signal: AbortSignal,
): Promise<KeySet[]> {
  const isEmpty = probes
    .filter(({ recordKey, column }) => recordKey !== undefined && column !== null)
    .map(({ text }) => `${text} IS NULL`)
  const sql = `SELECT to_json(json_keys(json)), count(*), to_json(min(rn, ${keptExamples}))
    FROM (SELECT row_number() OVER () AS rn, * FROM ${part.relation})
    WHERE (${part.condition}) AND (${isEmpty.join(' OR ')}) GROUP BY json_keys(json) ORDER BY min(rn)`
  const rows = await engine.interruptibleRows(sql, signal)
  return rows.map(([keys, records, numbers]) => ({
    keys: listOf<string>(keys),
    records: Number(records),
    numbers: listOf<number | string>(numbers).map(Number),
  }))
}

function listOf<Item>(json: Cell | undefined): readonly Item[] {
  return json === null || json === undefined ? [] : (JSON.parse(String(json)) as readonly Item[])
}

/**
 * Says which tallies have anything to add up in a part. Of many columns most may look for keys that no record of it has:
 * each would take every record apart once more.
 */
export async function keyIsThere(
  tallies: readonly Tally[],
  from: string,
  rows: (sql: string) => Promise<Cell[][]>,
): Promise<(tally: Tally) => boolean> {
  const keyed = tallies.filter(({ probe }) => probe.recordKey !== undefined)
  if (keyed.length <= mostKeysLookedFor) return () => true
  const found = await rows(`SELECT DISTINCT unnest(json_keys(json)) FROM ${from}`)
  const keys = new Set(found.map(([key]) => String(key)))
  // One is read anyway: it counts the records.
  const [first] = tallies
  return (tally) => tally === first || tally.probe.recordKey === undefined || keys.has(tally.probe.recordKey)
}
