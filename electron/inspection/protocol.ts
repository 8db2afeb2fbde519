import { z } from 'zod'
import { count, id, type Data } from '../domain/schema/basic'
import {
  checkSchema,
  columnProfileSchema,
  findingRefSchema,
  findingSchema,
  lookSchema,
  previewRowSchema,
  rowSelectionSchema,
  targetSchema,
} from '../domain/schema/inspection'
import { readingSchema } from '../domain/schema/reading'
import { wireErrorSchema } from '../domain/schema/wire-error'

/** Picks files in an archive by name; all that are data if left out. */
const zipPattern = z.string().optional()

/** Where a source's bytes lie. A blob's URL holds its SAS: it goes to this process and no further. */
export const sourcePlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string().min(1), name: z.string(), zipPattern }),
  z.object({
    kind: z.literal('blob'),
    url: z.string().min(1),
    name: z.string(),
    display: z.string(),
    zipPattern,
  }),
])

/** What the process is asked to do. */
const callSchema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('look'),
    lookId: id,
    source: sourcePlaceSchema,
    reading: readingSchema.nullable(),
    target: targetSchema.nullable(),
    /** Names of a table's columns, which a header may repeat; left out: those of the target. */
    names: z.array(z.string()).optional(),
  }),
  z.object({
    method: z.literal('rows'),
    lookId: id,
    which: rowSelectionSchema,
    offset: count,
    limit: count,
  }),
  z.object({
    method: z.literal('separate'),
    source: sourcePlaceSchema,
    reading: readingSchema,
    target: targetSchema,
    leaveOut: z.array(findingRefSchema),
    /** Files to write: what is sent, unpacked and converted, and what is left out, with lines and reasons. */
    keptPath: z.string().min(1),
    rejectedPath: z.string().min(1),
  }),
])

/** What came of leaving records out. */
const separatedSchema = z.object({
  leftOut: count,
  /** What was kept, and what it holds for each column that is read. */
  records: count,
  columns: z.array(
    columnProfileSchema.pick({
      column: true,
      empty: true,
      becomeNull: true,
      minimum: true,
      maximum: true,
      sum: true,
    }),
  ),
  /** What is found in the values that were kept, without examples. */
  findings: z.array(findingSchema),
})

/** What the parent sends. A check has no answer of its own: its progress is told until it has ended. */
export const parentMessage = z.discriminatedUnion('kind', [
  /** The first message. `folder` is for temporary files, and is emptied. */
  z.object({ kind: z.literal('start'), folder: z.string().min(1) }),
  z.object({ kind: z.literal('call'), callId: z.number().int(), call: callSchema }),
  z.object({ kind: z.literal('cancel'), callId: z.number().int() }),
  /** `run` comes back with each report: a check that was started anew is told apart from the one before. */
  z.object({ kind: z.literal('check'), lookId: id, run: count }),
  z.object({ kind: z.literal('stop'), lookId: id }),
  z.object({ kind: z.literal('close'), lookId: id }),
  z.object({ kind: z.literal('end') }),
])

const answerSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('look'), look: lookSchema }),
  z.object({ method: z.literal('rows'), rows: z.array(previewRowSchema) }),
  z.object({ method: z.literal('separate'), separated: separatedSchema }),
])

/** What the process sends. */
export const childMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('answer'), callId: z.number().int(), answer: answerSchema }),
  z.object({ kind: z.literal('refused'), callId: z.number().int(), error: wireErrorSchema }),
  /** How far a separation is, from 0 to 1. */
  z.object({ kind: z.literal('separating'), callId: z.number().int(), share: z.number() }),
  z.object({ kind: z.literal('checked'), run: count, check: checkSchema }),
  /** A line for the log, without secrets. */
  z.object({ kind: z.literal('log'), line: z.string() }),
])

export type SourcePlace = Data<typeof sourcePlaceSchema>
export type Separated = Data<typeof separatedSchema>
export type InspectionCall = Data<typeof callSchema>
export type InspectionAnswer = Data<typeof answerSchema>
export type ParentMessage = Data<typeof parentMessage>
export type ChildMessage = Data<typeof childMessage>
