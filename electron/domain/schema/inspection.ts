import { z } from 'zod'
import { scalarTypes } from '../scalar-type'
import { valueFindingKinds } from '../value-finding-kinds'
import { count, countOrUnknown, id, type Data } from './basic'
import { fieldConversions } from '../conversion/field-conversion'
import { readingSchema } from './reading'
import { blobUri, compressionSchema } from './source'
import { columnSchema, columnSourceSchema, tableRefSchema } from './table'
import { wireErrorSchema } from './wire-error'

/** Picks files in an archive by name; all that are data if left out. */
const zipPattern = z.string().min(1).max(1000).optional()

/** A source to look into before it is sent. */
export const inspectionSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), handle: id, zipPattern }),
  z.object({
    kind: z.literal('paste'),
    text: z.string().min(1).max(268_435_456),
    /** What messages call it. */
    name: z.string().min(1).max(200),
  }),
  z.object({ kind: z.literal('blob'), uri: blobUri, zipPattern }),
  /** A blob in a list of a container. */
  z.object({ kind: z.literal('listedBlob'), handle: id, zipPattern }),
])

const matchedBySchema = z.enum(['name', 'position'])

/** What the records are meant for: a table that is there, or columns for a new one. */
export const targetSchema = z.object({
  table: tableRefSchema.optional(),
  columns: z.array(columnSchema).max(10_000),
  /** Null: fields go by position, or keys by name, as the service does without a mapping. */
  mapping: z.array(columnSourceSchema).max(10_000).nullable(),
  /** What fields are matched by where the user has no mapping of their own; left out: the mapping is theirs, or none. */
  match: matchedBySchema.optional(),
  /** Whether the table is in a local cluster, which takes fewer formats; the session says so. */
  isLocal: z.boolean().optional(),
})

/**
 * What becomes of the values or records of a finding: `null` arrives empty; `cut` arrives shortened; `changed` arrives
 * as another value; `leftOut` the record does not arrive; `refused` the whole source does not; `unread` is in the source
 * and goes nowhere; `none` nothing, but the user should know.
 */
export const effectSchema = z.enum(['null', 'cut', 'changed', 'leftOut', 'refused', 'unread', 'none'])

export const findingKinds = [
  ...valueFindingKinds,
  // Records.
  'fewerFields',
  'moreFields',
  'textAfterQuote',
  'openQuote',
  'backslashQuotes',
  'notJson',
  'loneSurrogate',
  'keyTwice',
  'recordTooLong',
  // Columns.
  'missingColumn',
  'extraField',
  'caseDiffers',
  'otherOrder',
  'pathNotFound',
  'noKeyMatches',
  'recordsInside',
  'datesTaken',
  'durationUnit',
  // The whole source.
  'headerSeen',
  'maybeHeader',
  'noHeader',
  'onlyHeader',
  'headerRepeated',
  'preamble',
  'commentLines',
  'separatorLine',
  'encoding',
  'webPage',
  'otherDelimiter',
  'otherFormatThanNamed',
  'otherCompressionThanNamed',
  'duplicateNames',
  'mappingKind',
  'mappingMissing',
  'ingestedBefore',
  'listedTwice',
  'sameContent',
  'archiveEntries',
  'unlikeMembers',
  'notReadHere',
  'formatNotTaken',
  'fieldsChanged',
  'unreadable',
] as const

/** One value or record that a finding is about. */
export const findingExampleSchema = z.object({
  /** From 1, as an editor shows it; null where the format has no lines. */
  line: countOrUnknown,
  /** From 1; a header counts, as in the service's errors. */
  record: countOrUnknown,
  /** The file of an archive that it is in, if it is in one: its line is counted there. */
  member: z.string().optional(),
  /** The text as it stands in the source, at most 200 characters. */
  value: z.string().nullable(),
  /** What it becomes; null: a null value, or nothing. */
  becomes: z.string().nullable(),
})

/** Something that a user should know before the source is sent. `domain/finding-words.ts` has its words. */
export const findingSchema = z.object({
  kind: z.enum(findingKinds),
  effect: effectSchema,
  /** The column, key or path that it is about; null for a record or the whole source. */
  column: z.string().nullable(),
  /** Values or records; with `isExact` false so many were seen in the part that was read. */
  count,
  isExact: z.boolean(),
  /** The first ones, at most 200. */
  examples: z.array(findingExampleSchema),
  /** Facts for its words: names, numbers, types. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
})

/** Names a finding by what it is and what it is about. */
export const findingRefSchema = z.object({
  kind: z.enum(findingKinds),
  column: z.string().max(32_768).nullable(),
})

/** A type that a column could have, and what it would cost. */
const typeChoiceSchema = z.object({
  type: z.enum(scalarTypes),
  /** Values that would become null or change; of those that were read. */
  lost: count,
  /** The mapping's transform that the type needs, for example `DateTimeFromUnixSeconds`. */
  transform: z.string().optional(),
  /** The conversion that the type needs in delimited text, whose mappings have no such transforms. */
  conversion: z.enum(fieldConversions).optional(),
})

/** One field of the source and what is known of its values. */
export const columnProfileSchema = z.object({
  /** The name in the source, or `Column1` where it has none. */
  name: z.string(),
  /** Where it lies: a field number from 0, or a path. */
  ordinal: count.optional(),
  path: z.string().optional(),
  /** The target's column that it goes to; null: nowhere. */
  column: z.string().nullable(),
  /** The type that its values suggest, and others with their price, best first. */
  inferred: z.enum(scalarTypes),
  choices: z.array(typeChoiceSchema),
  /** The target's type that the numbers below are about; null if it goes nowhere. */
  type: z.enum(scalarTypes).nullable(),
  values: count,
  /** Empty fields, absent keys, JSON's null. */
  empty: count,
  /** Values that are there and arrive as null. */
  becomeNull: count,
  distinct: countOrUnknown,
  /** As text; null for a column without any value, or of a type without an order. */
  minimum: z.string().nullable(),
  maximum: z.string().nullable(),
  /** What arrives, added up as `values.ts` says; null for a type without a sum, or if it goes nowhere. */
  sum: z.string().nullable().optional(),
  /** Values in up to 20 bins of equal width, or of the most frequent texts; of a sample. */
  distribution: z.array(count).max(20),
})

/** How much of a source a statement is about. */
export const extentReadSchema = z.object({
  bytesRead: count,
  /** Bytes in all, unpacked; null if not known. */
  bytesTotal: countOrUnknown,
  records: count,
  isWhole: z.boolean(),
})

export const previewRowSchema = z.object({
  line: countOrUnknown,
  record: countOrUnknown,
  /** Where the record begins, in unpacked bytes from 0; left out where the format has no such place. */
  byte: countOrUnknown.optional(),
  /** The text of each field, cut at 500 characters; null: nothing there. */
  cells: z.array(z.string().nullable()),
  /** Fields that will not arrive as they are written: their index and what they become. */
  marks: z.array(z.object({ index: count, effect: effectSchema, becomes: z.string().nullable() })),
  /** The record's own bytes as text, cut at 2,000 characters. */
  raw: z.string().nullable(),
})

/** A path that leads to something in JSON records. */
const documentPathSchema = z.object({
  /** Its keys, outermost first. */
  steps: z.array(z.string()),
  /** What its values suggest; `dynamic` also where they are of several kinds. */
  type: z.enum(scalarTypes),
  /** The part of the records that have it, 0 to 1. */
  share: z.number().min(0).max(1),
  /** Its first value as text, cut; null if there is none. */
  example: z.string().nullable(),
})

/** What a first look tells: everything is of the sample. */
export const lookSchema = z.object({
  lookId: id,
  name: z.string(),
  sizeBytes: countOrUnknown,
  compression: compressionSchema,
  /** Null if it cannot be read; `problem` says why. */
  reading: readingSchema.nullable(),
  /** Why it has this format, in one sentence; left out if its name says it all. */
  reason: z.string().optional(),
  problem: wireErrorSchema.nullable(),
  read: extentReadSchema,
  columns: z.array(columnProfileSchema),
  findings: z.array(findingSchema),
  rows: z.array(previewRowSchema),
  /** The paths of JSON records of the sample, each after the one that it lies under, and how many more there are. */
  tree: z.object({ paths: z.array(documentPathSchema), morePaths: count }).optional(),
  /** What the fields were matched by, and the mapping that has to go along; left out where nothing was to decide. */
  match: z
    .object({ by: matchedBySchema, mapping: z.array(columnSourceSchema).max(10_000).nullable() })
    .optional(),
})

/** How far the check of the whole source is, and what it found so far. */
export const checkSchema = z.object({
  lookId: id,
  /** Grows with each change. */
  revision: count,
  status: z.enum(['running', 'done', 'stopped', 'failed']),
  read: extentReadSchema,
  columns: z.array(columnProfileSchema),
  findings: z.array(findingSchema),
  error: wireErrorSchema.nullable(),
})

export const rowSelectionSchema = z.enum(['first', 'findings', 'random'])

export type InspectionSource = Data<typeof inspectionSourceSchema>
export type DocumentPath = Data<typeof documentPathSchema>
export type TypeChoice = Data<typeof typeChoiceSchema>
export type Target = Data<typeof targetSchema>
export type Effect = Data<typeof effectSchema>
export type FindingKind = (typeof findingKinds)[number]
export type FindingExample = Data<typeof findingExampleSchema>
export type Finding = Data<typeof findingSchema>
export type FindingRef = Data<typeof findingRefSchema>
export type ColumnProfile = Data<typeof columnProfileSchema>
export type ExtentRead = Data<typeof extentReadSchema>
export type PreviewRow = Data<typeof previewRowSchema>
export type Look = Data<typeof lookSchema>
export type Check = Data<typeof checkSchema>
export type RowSelection = Data<typeof rowSelectionSchema>
