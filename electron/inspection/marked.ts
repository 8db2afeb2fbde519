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

/** Makes an example of a finding at a place. */
export type ExampleAt = (
  place: RecordPlace | undefined,
  value: string | null,
  becomes: string | null,
) => FindingExample

/**
 * Makes examples of findings at places.
 *
 * @param header Records before those that the places count: a header counts, as in the service's errors.
 */
export function exampleAfter(header: number): ExampleAt {
  return (place, value, becomes) => {
    const record = place?.record ?? null
    return { line: place?.line ?? null, record: record === null ? null : record + header, value, becomes }
  }
}
