import { longestRecordBytes } from '../../domain/delimited-defect'
import { DelimitedScanner } from '../../domain/delimited-scanner'
import { KustoError } from '../answers/kusto-error'
import { AvroRewriter } from './avro-rewriter'
import type { LogicalField } from './avro-schema'
import { LineRewriter } from './line-rewriter'
import type { SourceProperties } from './local-source'
import { delimiterOf } from './source-query'
import { JsonSplitter } from './split-json'
import { EscapedTabs, textLines } from './text-lines'

/** Takes a source's bytes in pieces and gives those that DuckDB is to read instead. */
export interface TextRewriter {
  /** The pieces may be views of `bytes`. @throws DelimitedError, JsonDefect or KustoError for the first defect. */
  push(bytes: Uint8Array): Uint8Array[]
  /** @throws as {@link push}, for how the bytes end. */
  end(): Uint8Array[]
  /** Complete records so far. */
  readonly records: number
  /** Fields of each record; undefined where records have none, or none is complete. */
  readonly fields?: number | undefined
  /** Of what is handed on, in bytes; it may be less. */
  readonly longestRecord: number
  /** Fields of Avro whose logical types are not read. */
  readonly logicalFields?: readonly LogicalField[]
}

/** What makes a source's rewriter, or undefined for a format that DuckDB reads as it is. */
export function rewriterOf(properties: SourceProperties, fitTo?: number): (() => TextRewriter) | undefined {
  const { format, ignoreFirstRecord } = properties
  const delimiter = delimiterOf(format)
  if (delimiter !== undefined) return () => new DelimitedScanner({ delimiter, ignoreFirstRecord, fitTo })
  switch (format) {
    case 'tsve':
      return () => new EscapedTabs({ ignoreFirstRecord, fitTo })
    case 'txt':
      return () => textLines({ ignoreFirstRecord })
    case 'raw':
      return () => new WholeText()
    case 'json':
      return () => new LineRewriter({ ignoreFirstRecord: false, skipsBlank: true }, () => undefined)
    case 'multijson':
      return () => new JsonSplitter()
    case 'avro':
    case 'apacheavro':
      return () => new AvroRewriter(format)
    default:
      return undefined
  }
}

/** Hands on text that is one value, as it is. */
class WholeText implements TextRewriter {
  #bytes = 0

  get records(): number {
    return this.#bytes > 0 ? 1 : 0
  }

  get longestRecord(): number {
    return this.#bytes
  }

  push(bytes: Uint8Array): Uint8Array[] {
    this.#bytes += bytes.length
    if (this.#bytes > longestRecordBytes) {
      const message = 'The blob is longer than 64 MB, which is the most that one value may have.'
      throw new KustoError('Stream_InputStreamTooLarge', message)
    }
    return [bytes]
  }

  end(): Uint8Array[] {
    return []
  }
}
