import { z } from 'zod'
import { compressions, dataFormats } from '../data-format'
import { count, countOrUnknown, id, timestamp, type Data } from './basic'
import { readingSchema } from './reading'
import { wireErrorSchema } from './wire-error'

export const dataFormatSchema = z.enum(dataFormats)
export const compressionSchema = z.enum(compressions)
export const sourceKindSchema = z.enum(['file', 'paste', 'blob'])

/**
 * A look at the source, whether the user has seen what it found and sends the source all the same, and whether the source
 * is queued only once its check has ended, and not at all if the service is known to refuse it.
 */
const look = z.object({ lookId: id, isAccepted: z.boolean(), mustPass: z.boolean().optional() }).optional()
/** Whether the first record is a header to leave out; if not said, it is kept. */
const ignoreFirstRecord = z.boolean().optional()
/** How it is read, if more has to be said than the two above, which it then replaces. The upload converts it. */
const reading = readingSchema.optional()
export const blobUri = z.string().min(1).max(8192)

/** A blob of the user's own: named by its URI, or by the handle that a list of a container gave for it. */
const blobRequest = z.object({
  kind: z.literal('blob'),
  format: dataFormatSchema,
  ignoreFirstRecord,
  look,
})

/** A source as the user's action names it. */
export const sourceRequestSchema = z.union([
  z.object({
    kind: z.literal('file'),
    handle: id,
    format: dataFormatSchema.optional(),
    ignoreFirstRecord,
    look,
    reading,
  }),
  z.object({
    kind: z.literal('paste'),
    text: z.string().min(1).max(268_435_456),
    format: dataFormatSchema,
    /** What messages call it. */
    name: z.string().min(1).max(200),
    ignoreFirstRecord,
    look,
    reading,
  }),
  blobRequest.extend({ uri: blobUri, rawDataSizeBytes: countOrUnknown }),
  blobRequest.extend({ handle: id }),
])

/** Why it is unknown how a source ended; `stoppedWaiting`: the user told the studio to stop watching it. */
const unknownReasonSchema = z.enum(['trackingTimedOut', 'appRestarted', 'postUnanswered', 'stoppedWaiting'])

/**
 * Where one source stands. Only sources have state; what a job shows is derived from its sources, so the two cannot
 * disagree.
 */
export const sourceStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('preparing') }),
  z.object({
    kind: z.literal('uploading'),
    bytesSent: count,
    bytesTotal: countOrUnknown,
    /** How much of it has been gone through, from 0 to 1, to leave records out before anything is sent. */
    separated: z.number().min(0).max(1).optional(),
    /** How many of its bytes were read to convert it before anything is sent. */
    converted: z.object({ bytes: count, of: count }).optional(),
  }),
  z.object({ kind: z.literal('posting') }),
  z.object({ kind: z.literal('queued'), queuedAt: timestamp }),
  z.object({ kind: z.literal('unknown'), reason: unknownReasonSchema }),
  z.object({ kind: z.literal('succeeded'), landedAt: timestamp }),
  z.object({ kind: z.literal('partiallySucceeded'), landedAt: timestamp, error: wireErrorSchema }),
  z.object({ kind: z.literal('skipped'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), error: wireErrorSchema }),
  z.object({ kind: z.literal('canceled') }),
])

const stateKinds = sourceStateSchema.options.map(({ shape }) => shape.kind.value)
export const sourceStateKindSchema = z.enum(stateKinds)

export type SourceKind = Data<typeof sourceKindSchema>
export type SourceRequest = Data<typeof sourceRequestSchema>
export type UnknownReason = Data<typeof unknownReasonSchema>
export type SourceState = Data<typeof sourceStateSchema>
/** How far a source is gone through before anything of it is sent. */
export type GoneThrough = Pick<Extract<SourceState, { kind: 'uploading' }>, 'separated' | 'converted'>
export type SourceStateKind = SourceState['kind']
