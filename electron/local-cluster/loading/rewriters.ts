import { longestRecordBytes } from '../../domain/delimited-defect'
import { DelimitedScanner } from '../../domain/delimited-scanner'
import { KustoError } from '../answers/kusto-error'
import { delimiterOf } from '../messages/data-formats'
import type { SourceProperties } from '../messages/ingestion-properties'
import { AvroRewriter } from './avro-rewriter'
import { LineRewriter } from './line-rewriter'
import { JsonSplitter } from './split-json'
import { EscapedTabs, textLines } from './text-lines'
import type { TextRewriter } from './text-rewriter'

/** A factory for the source's rewriter; undefined if DuckDB reads the format directly. */
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

/** Hands on text that is a single value, unchanged. */
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
