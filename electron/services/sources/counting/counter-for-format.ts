import type { DataFormat } from '../../../domain/data-format'
import { JsonCounter } from '../../../domain/json-counter'
import { RecordScanner } from '../../../domain/record-scanner'
import { AvroCounter } from './avro-counter'
import type { RecordCounter } from './record-counter'

/** A counter for a format; null if the count is in the file's footer. */
export function recordCounter(format: DataFormat): RecordCounter | null {
  switch (format) {
    case 'parquet':
    case 'orc':
      return null
    case 'avro':
    case 'apacheavro':
      return new AvroCounter()
    case 'multijson':
      return new JsonCounter()
    case 'raw':
      return new RawCounter()
    default:
      return new TextCounter(format)
  }
}

class TextCounter implements RecordCounter {
  readonly #scanner: RecordScanner

  constructor(format: DataFormat) {
    this.#scanner = new RecordScanner(format)
  }

  push(bytes: Uint8Array): void {
    this.#scanner.push(bytes)
  }

  finish(): number | null {
    const { records, insideQuotes } = this.#scanner.finish()
    return insideQuotes ? null : records
  }
}

/** The whole content is one value. */
class RawCounter implements RecordCounter {
  #isEmpty = true

  push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#isEmpty = false
  }

  finish(): number {
    return this.#isEmpty ? 0 : 1
  }
}
