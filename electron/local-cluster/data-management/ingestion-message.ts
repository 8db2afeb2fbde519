import { z } from 'zod'
import { KustoError } from '../kusto-error'
import type { SourceProperties } from '../loading/local-source'

/** Text or nothing: clients write null for what is not set. */
const optionalText = z.string().nullish()

/** Clients write booleans in properties as such or as text. */
const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => value === true || (typeof value === 'string' && value.toLowerCase() === 'true'))

const jsonTextList = z.union([
  z.array(z.string()),
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('not JSON')
        return z.NEVER
      }
    })
    .pipe(z.array(z.string())),
])

const properties = z.looseObject({
  format: optionalText,
  ignoreFirstRecord: flag,
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  ingestIfNotExists: z.union([z.string(), z.array(z.string())]).nullish(),
  ingestionMapping: z.union([z.string(), z.array(z.unknown())]).nullish(),
  ingestionMappingReference: optionalText,
  ingestionMappingType: optionalText,
  creationTime: optionalText,
  validationPolicy: z.unknown().optional(),
  ValidationPolicy: z.unknown().optional(),
  zipPattern: optionalText,
})

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
  RawDataSize: z.number().nullish(),
  DatabaseName: optionalText,
  TableName: optionalText,
  RetainBlobOnSuccess: flag,
  FlushImmediately: flag,
  ReportLevel: z.number().nullish(),
  ReportMethod: z.number().nullish(),
  IngestionStatusInTable: statusInTable.nullish(),
  AdditionalProperties: properties.nullish(),
})

/** One posted ingestion, as the batching manager works with it (documents: how to ingest with the REST API). */
export interface IngestionMessage extends SourceProperties {
  readonly id: string
  /** With its SAS. Never logged or shown. */
  readonly blobPath: string
  /** Uncompressed size that the client gave. */
  readonly rawDataSizeBytes: number | undefined
  readonly database: string
  readonly table: string
  readonly flushImmediately: boolean
  /** Whether the blob is kept after success (clients of version 7 always ask for it). */
  readonly retainBlob: boolean
  readonly tags: readonly string[]
  readonly ingestIfNotExists: readonly string[]
  readonly mappingType: string | undefined
  readonly creationTime: string | undefined
  readonly zipPattern: string | undefined
  readonly reportFailure: { readonly table: boolean; readonly queue: boolean }
  readonly reportSuccess: { readonly table: boolean; readonly queue: boolean }
  readonly statusEntity: { readonly partitionKey: string; readonly rowKey: string } | undefined
  /** What is wrong with the properties: the item fails with it, and its sender is told. */
  readonly problem: { readonly code: string; readonly message: string } | undefined
}

/**
 * Reads a queue message: JSON, in base64 as clients send it.
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
  const extra: z.output<typeof properties> = data.AdditionalProperties ?? { ignoreFirstRecord: false }
  const level = data.ReportLevel ?? 0
  const method = data.ReportMethod ?? 0
  const tags = textList(extra.tags, 'tags')
  const ingestIfNotExists = textList(extra.ingestIfNotExists, 'ingestIfNotExists')
  const ways = { table: method === 1 || method === 2, queue: method === 0 || method === 2 }
  const none = { table: false, queue: false }
  return {
    id: data.Id.toLowerCase(),
    blobPath: data.BlobPath,
    rawDataSizeBytes:
      data.RawDataSize === null || data.RawDataSize === undefined || data.RawDataSize <= 0
        ? undefined
        : data.RawDataSize,
    database: data.DatabaseName ?? '',
    table: data.TableName ?? '',
    flushImmediately: data.FlushImmediately,
    retainBlob: data.RetainBlobOnSuccess,
    format: (extra.format ?? 'csv').toLowerCase(),
    ignoreFirstRecord: extra.ignoreFirstRecord,
    tags: tags.values,
    ingestIfNotExists: ingestIfNotExists.values,
    mapping:
      extra.ingestionMapping === null || extra.ingestionMapping === undefined
        ? undefined
        : typeof extra.ingestionMapping === 'string'
          ? extra.ingestionMapping
          : JSON.stringify(extra.ingestionMapping),
    mappingReference: extra.ingestionMappingReference ?? undefined,
    mappingType: extra.ingestionMappingType ?? undefined,
    creationTime: extra.creationTime ?? undefined,
    zipPattern: extra.zipPattern ?? undefined,
    // Level 0: failures only; 1: nothing; 2: both.
    reportFailure: level === 1 ? none : ways,
    reportSuccess: level === 2 ? ways : none,
    statusEntity: statusEntity(data.IngestionStatusInTable ?? undefined),
    problem: tags.problem ?? ingestIfNotExists.problem,
  }
}

function statusEntity(
  value: z.output<typeof statusInTable> | undefined,
): { partitionKey: string; rowKey: string } | undefined {
  const partitionKey = value?.partitionKey ?? value?.PartitionKey
  const rowKey = value?.rowKey ?? value?.RowKey
  return partitionKey === undefined || rowKey === undefined ? undefined : { partitionKey, rowKey }
}

/** Lists are given as such, or as the text of a JSON array. */
function textList(
  value: string | string[] | null | undefined,
  property: string,
): { readonly values: string[]; readonly problem: IngestionMessage['problem'] } {
  if (value === null || value === undefined || value === '') return { values: [], problem: undefined }
  const list = jsonTextList.safeParse(value)
  if (list.success) return { values: list.data, problem: undefined }
  const message = `The ingestion property '${property}' is not a JSON array of strings.`
  return { values: [], problem: { code: 'BadRequest_MalformedIngestionProperty', message } }
}

function parseJson(text: string): unknown {
  const decoded = /^\s*[{[]/.test(text) ? text : Buffer.from(text, 'base64').toString('utf8')
  try {
    return JSON.parse(decoded)
  } catch (cause) {
    throw new KustoError('BadRequest_CorruptedMessage', 'The ingestion message is not JSON.', { cause })
  }
}
