import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'

/** What a duration counts. */
export type DurationUnit = (typeof units)[number]

/** In the order of Arrow's `TimeUnit`. */
const units = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'] as const

/** Arrow's number of the type `Duration`, and its unit if none is written. */
const durationType = 18
const usualUnit = 1

/** Longest schema that is read, in bytes. */
const longestSchema = 4 * 1_048_576

/**
 * The columns of a Parquet file that are durations, and what they count. Parquet has no such type: what writes one stores
 * plain numbers, and its own schema beside them under the key `ARROW:schema`.
 */
export async function durationsOf(
  engine: DuckDbEngine,
  path: string,
): Promise<ReadonlyMap<string, DurationUnit>> {
  const [row] = await engine.rows(
    `SELECT decode(value) FROM parquet_kv_metadata(${quoteText(path)}) WHERE decode(key) = 'ARROW:schema' AND octet_length(value) < ${longestSchema}`,
  )
  return row === undefined ? new Map() : durationsIn(Buffer.from(String(row[0]), 'base64'))
}

/**
 * Reads the durations out of an Arrow schema; none if it is damaged.
 *
 * @param message A schema message (Arrow columnar format, encapsulated messages; Schema.fbs, Message.fbs).
 */
export function durationsIn(message: Uint8Array): ReadonlyMap<string, DurationUnit> {
  const found = new Map<string, DurationUnit>()
  try {
    const bytes = new FlatBytes(message)
    // A marker and a length come first.
    const schema = bytes.table(bytes.pointer(8), 2)
    const fields = schema === 0 ? 0 : bytes.table(schema, 1)
    const count = fields === 0 ? 0 : bytes.int32(fields)
    for (let index = 0; index < count; index++) {
      const field = bytes.pointer(fields + 4 + 4 * index)
      if (bytes.byte(field, 2) !== durationType) continue
      const unit = units[bytes.short(bytes.table(field, 3), 0) ?? usualUnit]
      if (unit !== undefined) found.set(bytes.text(bytes.table(field, 0)), unit)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return found
}

/** Reads tables of FlatBuffers. Every method throws a RangeError where the bytes end. */
class FlatBytes {
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  int32(at: number): number {
    return this.#view.getInt32(at, true)
  }

  /** Where an offset at `at` leads. */
  pointer(at: number): number {
    return at + this.#view.getUint32(at, true)
  }

  /** Where a table's field leads; 0 if it is not there. */
  table(table: number, field: number): number {
    const at = this.#field(table, field)
    return at === 0 ? 0 : this.pointer(at)
  }

  byte(table: number, field: number): number | undefined {
    const at = this.#field(table, field)
    return at === 0 ? undefined : this.#view.getUint8(at)
  }

  short(table: number, field: number): number | undefined {
    const at = this.#field(table, field)
    return at === 0 ? undefined : this.#view.getInt16(at, true)
  }

  text(at: number): string {
    const start = at + 4
    return new TextDecoder().decode(this.#bytes.subarray(start, start + this.int32(at)))
  }

  #field(table: number, field: number): number {
    const entries = table - this.int32(table)
    const entry = 4 + 2 * field
    if (entry >= this.#view.getUint16(entries, true)) return 0
    const offset = this.#view.getUint16(entries + entry, true)
    return offset === 0 ? 0 : table + offset
  }
}
