import { createHash } from 'node:crypto'
import { z } from 'zod'
import { anyCase } from './any-case'
import {
  flag,
  givenProperties,
  optionalText,
  readProperties,
  statedSize,
  type IngestionProperties,
} from './ingestion-properties'

const statusInTable = anyCase({ partitionKey: z.string().optional(), rowKey: z.string().optional() })

/** A choice that clients write as a number, as text with that number, or by name. */
const choiceOf = <Choice extends string>(
  names: Readonly<Record<string, Choice>>,
  standard: Choice,
): z.ZodType<Choice> =>
  z
    .union([z.number(), z.string()])
    .nullish()
    .transform((value, context) => {
      const choice = value === null || value === undefined ? standard : names[String(value).toLowerCase()]
      if (choice !== undefined) return choice
      context.addIssue('not one of the choices')
      return z.NEVER
    })

const reportLevel = choiceOf(
  {
    '0': 'failures',
    failuresonly: 'failures',
    '1': 'nothing',
    none: 'nothing',
    donotreport: 'nothing',
    '2': 'all',
    failuresandsuccesses: 'all',
  },
  'failures',
)

const reportMethod = choiceOf(
  { '0': 'queue', queue: 'queue', '1': 'table', table: 'table', '2': 'both', queueandtable: 'both' },
  'queue',
)

const message = anyCase({
  Id: z.string().min(1).max(200),
  BlobPath: z.string(),
  RawDataSize: statedSize,
  DatabaseName: optionalText,
  TableName: optionalText,
  FlushImmediately: flag,
  ReportLevel: reportLevel,
  ReportMethod: reportMethod,
  IngestionStatusInTable: statusInTable.nullish(),
  // The Java client puts it here instead of among the properties.
  ValidationPolicy: z.unknown().optional(),
  AdditionalProperties: givenProperties.nullish(),
})

/** The fields of an unreadable message that can still be used. A field of the wrong type is left out. */
const salvage = anyCase({
  Id: z.string().min(1).max(200).optional().catch(undefined),
  BlobPath: z.string().catch(''),
  DatabaseName: z.string().catch(''),
  TableName: z.string().catch(''),
  IngestionStatusInTable: statusInTable.nullish().catch(undefined),
})

/** One posted ingestion, as the batching manager works with it (documents: how to ingest with the REST API). */
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
 * Reads a queue message: JSON, or base64 of JSON as clients send it.
 *
 * A message that cannot be read is returned too, with a `problem`, so that the client hears of it: it fails with
 * `BadRequest_CorruptedMessage`, in the failure queue and in its status entity, if it names one. Its id and addresses
 * are filled in as far as they can be read.
 */
export function parseIngestionMessage(text: string): IngestionMessage {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    return unreadable(text, {}, 'it is not JSON')
  }
  const result = message.safeParse(value)
  if (result.success) return ingestionMessage(result.data)
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  return unreadable(text, value, where === '' ? 'it is not a JSON object' : `'${where}' is missing or wrong`)
}

function ingestionMessage(data: z.output<typeof message>): IngestionMessage {
  const method = data.ReportMethod
  const ways = { table: method !== 'queue', queue: method !== 'table' }
  const none = { table: false, queue: false }
  const given = data.AdditionalProperties ?? undefined
  const validationPolicy = given?.validationPolicy ?? data.ValidationPolicy
  return {
    id: data.Id.toLowerCase(),
    blobPath: data.BlobPath,
    rawDataSizeBytes: data.RawDataSize,
    database: data.DatabaseName ?? '',
    table: data.TableName ?? '',
    flushImmediately: data.FlushImmediately,
    // Temporary storage is cleaned up anyway, and other blobs belong to someone.
    deleteBlob: false,
    ...readProperties({ ignoreFirstRecord: false, ...given, validationPolicy }),
    reportFailure: data.ReportLevel === 'nothing' ? none : ways,
    reportSuccess: data.ReportLevel === 'all' ? ways : none,
    statusEntity: statusEntity(data.IngestionStatusInTable ?? undefined),
  }
}

function unreadable(text: string, value: unknown, what: string): IngestionMessage {
  const { Id: id, ...told } = salvage.catch({ BlobPath: '', DatabaseName: '', TableName: '' }).parse(value)
  const entity = statusEntity(told.IngestionStatusInTable ?? undefined)
  return {
    // The queue may deliver the same text again, which must then get the same id.
    id: id?.toLowerCase() ?? idOf(text),
    blobPath: told.BlobPath,
    rawDataSizeBytes: undefined,
    database: told.DatabaseName,
    table: told.TableName,
    flushImmediately: true,
    deleteBlob: false,
    ...readProperties(undefined),
    problem: {
      code: 'BadRequest_CorruptedMessage',
      message: `The ingestion message cannot be read: ${what}. Posting it again does not help; look at the client that wrote it.`,
    },
    reportFailure: { table: entity !== undefined, queue: true },
    reportSuccess: { table: false, queue: false },
    statusEntity: entity,
  }
}

/** A GUID derived from a text. */
function idOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex')
  return [0, 8, 12, 16, 20].map((from, part) => digits.slice(from, [8, 12, 16, 20, 32][part])).join('-')
}

function statusEntity(
  value: z.output<typeof statusInTable> | undefined,
): { partitionKey: string; rowKey: string } | undefined {
  if (value?.partitionKey === undefined || value.rowKey === undefined) return undefined
  return { partitionKey: value.partitionKey, rowKey: value.rowKey }
}

/** @throws SyntaxError when the text is JSON neither as it is nor in base64. */
function parseJson(text: string): unknown {
  return JSON.parse(/^\s*[{[]/.test(text) ? text : Buffer.from(text, 'base64').toString('utf8'))
}
