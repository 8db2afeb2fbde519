import type { FindingExample } from '../domain/schema/inspection'
import type { Cell } from '../local-cluster/answers/result-table'
import type { RecordPlace } from './chunk'

/** A value with the number of its row in the part. */
export interface Marked {
  readonly n: number
  readonly v: string
  /** What arrives. */
  readonly w?: string
}

/** The list that DuckDB's `to_json` gave; null: an empty one. */
export function markedOf(json: Cell | undefined): Marked[] {
  if (json === null || json === undefined) return []
  const list = JSON.parse(String(json)) as readonly (Omit<Marked, 'n'> & { readonly n: number | string })[]
  return list.map((one) => ({ ...one, n: Number(one.n) }))
}

/** An example of a finding at a place. */
export function example(
  place: RecordPlace | undefined,
  value: string | null,
  becomes: string | null,
): FindingExample {
  return { line: place?.line ?? null, record: place?.record ?? null, value, becomes }
}
