import { z } from 'zod'
import { KustoError } from '../kusto-error'
import {
  flag,
  givenProperties,
  optionalText,
  readProperties,
  statedSize,
  type IngestionProperties,
} from './ingestion-properties'

const statusInTable = z.looseObject({
  tableConnectionString: z.string().optional(),
  TableConnectionString: z.string().optional(),
  partitionKey: z.string().optional(),
  PartitionKey: z.string().optional(),
  rowKey: z.string().optional(),
  RowKey: z.string().optional(),
})

const message = z.looseObject({
  Id: z.string().min(1).max(200),
  BlobPath: z.string(),
  RawDataSize: statedSize,
  DatabaseName: optionalText,
  TableName: optionalText,
  FlushImmediately: flag,
  ReportLevel: z.number().nullish(),
  ReportMethod: z.number().nullish(),
  IngestionStatusInTable: statusInTable.nullish(),
  AdditionalProperties: givenProperties.nullish(),
})

/** One ingestion message as the batching manager uses it (documents: how to ingest with the REST API). */
export interface IngestionMessage extends IngestionProperties {
  readonly id: string
  /** With its SAS. Never logged or shown. */
  readonly blobPath: string
  /** Uncompressed size as the client gave it. */
  readonly rawDataSizeBytes: number | undefined
  readonly database: string
  readonly table: string
  readonly flushImmediately: boolean
  /** Whether the sender wants the blob deleted once its rows are in the table. */
  readonly deleteBlob: boolean
  readonly reportFailure: { readonly table: boolean; readonly queue: boolean }
  readonly reportSuccess: { readonly table: boolean; readonly queue: boolean }
  readonly statusEntity: { readonly partitionKey: string; readonly rowKey: string } | undefined
}

/**
 * Reads a queue message: JSON, which clients send in base64.
 *
 * @throws KustoError `BadRequest_CorruptedMessage`.
 */
export function parseIngestionMessage(text: string): IngestionMessage {
  const result = message.safeParse(parseJson(text))
  if (!result.success) {
    const where = result.error.issues[0]?.path.join('.') ?? ''
    throw new KustoError('BadRequest_CorruptedMessage', `The ingestion message is malformed (${where}).`)
  }
  const { data } = result
  const level = data.ReportLevel ?? 0
  const method = data.ReportMethod ?? 0
  const ways = { table: method === 1 || method === 2, queue: method === 0 || method === 2 }
  const none = { table: false, queue: false }
  return {
    id: data.Id.toLowerCase(),
    blobPath: data.BlobPath,
    rawDataSizeBytes: data.RawDataSize,
    database: data.DatabaseName ?? '',
    table: data.TableName ?? '',
    flushImmediately: data.FlushImmediately,
    // Blobs in temporary storage are cleaned up anyway, and other blobs belong to someone.
    deleteBlob: false,
    ...readProperties(data.AdditionalProperties ?? undefined),
    // Level 0: failures only; 1: nothing; 2: both.
    reportFailure: level === 1 ? none : ways,
    reportSuccess: level === 2 ? ways : none,
    statusEntity: statusEntity(data.IngestionStatusInTable ?? undefined),
  }
}

function statusEntity(
  value: z.output<typeof statusInTable> | undefined,
): { partitionKey: string; rowKey: string } | undefined {
  const partitionKey = value?.partitionKey ?? value?.PartitionKey
  const rowKey = value?.rowKey ?? value?.RowKey
  return partitionKey === undefined || rowKey === undefined ? undefined : { partitionKey, rowKey }
}

function parseJson(text: string): unknown {
  const decoded = /^\s*[{[]/.test(text) ? text : Buffer.from(text, 'base64').toString('utf8')
  try {
    return JSON.parse(decoded)
  } catch (cause) {
    throw new KustoError('BadRequest_CorruptedMessage', 'The ingestion message is not JSON.', { cause })
  }
}
