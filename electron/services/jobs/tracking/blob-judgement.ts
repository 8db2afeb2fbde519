import type { StudioErrorCode } from '../../../domain/error-codes'
import type { WireError } from '../../../domain/schema/wire-error'
import { StudioError, toWireError } from '../../../domain/studio-error'
import { ingestionFailure } from '../../../domain/ingestion-failure'
import type { SourceEvent } from '../../../domain/source-state'
import type { IngestionStatus } from '../../kusto/table-status-tracker'
import { hasLanded, recordsOf } from '../state/blob-outcomes'
import { isBlobSettled, isPosted, type BlobRecord } from '../state/job-record'

/** What is known about a job's blobs at one moment. */
export interface Evidence {
  /** What the service reported, by blob. */
  readonly reported: ReadonlyMap<string, IngestionStatus>
  /** Rows in the table under the job's tag; null if it has no tag, or they could not be counted. */
  readonly taggedRows: number | null
  /** Lines that are known to be no records, and of which no rows come; left out: none. */
  readonly linesWithoutRow?: number
  /** Whether the sources are being read to find such lines: that rows are missing is not sure before. */
  readonly isBeingRead?: boolean
  readonly isTagged: boolean
  /** Blobs reported as ingested so long ago that nothing waits for their rows any more. */
  readonly overdue: ReadonlySet<string>
  /** Blobs reported as ingested after the rows were counted, so the count may lack theirs. */
  readonly uncounted?: ReadonlySet<string>
  /** Blobs that the service still has to report on: it has, or may have, an open entry for each. */
  readonly awaited?: ReadonlySet<string>
  /** Whether everything should have been ingested a while ago, and nothing has moved since. */
  readonly isQuiet?: boolean
}

/** How a blob ended. */
interface BlobVerdict {
  readonly blob: BlobRecord
  readonly state: 'succeeded' | 'partiallySucceeded' | 'skipped' | 'failed' | 'canceled'
  readonly error: WireError | null
}

/**
 * Decides which blobs of a job are done. A failure is what the service says. Success takes more than that: the rows must
 * be there, so that `succeeded` means that they can be queried.
 *
 * @param nameOf The name of a blob's source, for messages.
 */
export function judgeBlobs(
  blobs: readonly BlobRecord[],
  evidence: Evidence,
  nameOf: (blob: BlobRecord) => string,
): BlobVerdict[] {
  const verdicts = allVerdicts(blobs, evidence, nameOf)
  if (evidence.isBeingRead !== true) return verdicts
  return verdicts.filter(({ error }) => error?.code !== 'RowsMissing')
}

function allVerdicts(
  blobs: readonly BlobRecord[],
  evidence: Evidence,
  nameOf: (blob: BlobRecord) => string,
): BlobVerdict[] {
  const verdicts: BlobVerdict[] = []
  const landing: BlobRecord[] = []
  const silent: BlobRecord[] = []
  for (const blob of blobs.filter((candidate) => isPosted(candidate) && candidate.state !== 'posting')) {
    const report = evidence.reported.get(blob.blobId)
    if (report?.status === 'Canceled' && blob.isCancelAsked)
      verdicts.push({ blob, state: 'canceled', error: null })
    // Canceled by somebody else, it is a failure.
    else if (report?.status === 'Failed' || report?.status === 'Canceled')
      verdicts.push(failed(blob, report, nameOf(blob)))
    else if (report?.status === 'Skipped') verdicts.push({ blob, state: 'skipped', error: null })
    else if (report?.status === 'Succeeded' || report?.status === 'PartiallySucceeded') landing.push(blob)
    else silent.push(blob)
  }
  const landed = blobs.filter(hasLanded)
  const { taggedRows } = evidence
  // A line that no row comes of is done with as soon as its blob is.
  const done = taggedRows === null ? null : taggedRows + (evidence.linesWithoutRow ?? 0)
  const partly = (blob: BlobRecord): BlobVerdict => {
    const report = evidence.reported.get(blob.blobId)
    return report?.status === 'PartiallySucceeded'
      ? { blob, state: 'partiallySucceeded', error: partlyIngested(nameOf(blob), report) }
      : { blob, state: 'succeeded', error: null }
  }
  // Which blob is short is known if there is only one, or if the service says what it left out.
  const isOnly = blobs.filter((blob) => !isUnposted(blob)).length === 1
  const leftOut = (blob: BlobRecord): string | undefined => evidence.reported.get(blob.blobId)?.details
  const told = (blob: BlobRecord): BlobVerdict => {
    // If nobody knows how many rows it holds, it must have at least one.
    const isFewer = done !== null && done < (recordsOf([blob]) ?? 1)
    const isShort = (isOnly && isFewer) || leftOut(blob) !== undefined
    return isShort ? short(blob, isOnly ? taggedRows : null, nameOf(blob), leftOut(blob)) : partly(blob)
  }
  if (done !== null) {
    const all = recordsOf([...landed, ...landing, ...silent])
    // A post without an answer yet may have brought rows of its own.
    const isClear = !blobs.some((blob) => blob.state === 'posting')
    // Rows of one blob must not pass for another's, which may have failed. So if the service will report, wait for
    // that; if it will not, or nothing comes in any more, as many rows as all blobs hold are enough.
    const hasFinalWord = !silent.some(({ blobId }) => evidence.awaited?.has(blobId) === true)
    const isDone = evidence.isQuiet === true || (hasFinalWord && done === all)
    if (isClear && isDone && all !== null && all > 0 && done >= all)
      return [...verdicts, ...[...landing, ...silent].map(done === all ? partly : told)]
    const known = recordsOf([...landed, ...landing])
    // If the total is unknown, count once more after the last report.
    const isExact = known === done
    const counted = isExact
      ? landing
      : landing.filter((blob) => evidence.uncounted?.has(blob.blobId) !== true)
    const isThere = known === null ? (taggedRows ?? 0) > 0 : done >= known
    // Rows of a blob without a report must not pass for rows that another left out.
    if (isThere) return [...verdicts, ...counted.map(isExact && silent.length === 0 ? partly : told)]
    const isExplained = (blob: BlobRecord): boolean =>
      leftOut(blob) !== undefined && evidence.uncounted?.has(blob.blobId) !== true
    const late = landing.filter((blob) => evidence.overdue.has(blob.blobId) || isExplained(blob))
    return [...verdicts, ...late.map(told)]
  }
  const ready = evidence.isTagged ? landing.filter((blob) => evidence.overdue.has(blob.blobId)) : landing
  return [...verdicts, ...ready.map(partly)]
}

function isUnposted(blob: BlobRecord): boolean {
  return blob.state === 'uploading' || blob.state === 'uploaded' || blob.state === 'discarded'
}

/** Failures caused by a blob's content: without the file at fault the others would land. */
const contentCodes: readonly StudioErrorCode[] = [
  'FormatMismatch',
  'WrongNumberOfFields',
  'ClosingQuoteMissing',
  'FileEmpty',
  'FileTooLarge',
  'IngestionFailed',
]

/** Whether one file in a blob may be why all of them were refused. */
export function isFaultOfOne({ blob, state, error }: BlobVerdict): boolean {
  if (state !== 'failed' || blob.parts.length === 1 || error === null) return false
  return !error.retryable && contentCodes.includes(error.code)
}

/** How a source ended, by its blobs; undefined while some are open. */
export function judgeSource(blobs: readonly BlobRecord[], now: number): SourceEvent | undefined {
  if (blobs.length === 0 || !blobs.every(isBlobSettled)) return undefined
  const has = (state: BlobRecord['state']): boolean => blobs.some((blob) => blob.state === state)
  const errors = blobs.flatMap(({ state, error }) => (error === null ? [] : [{ state, error }]))
  // A failure that may pass decides whether retry is offered: it sends what failed, and nothing that landed.
  const passing = errors.find(({ state, error }) => state === 'failed' && error.retryable)
  const error = (passing ?? errors[0])?.error ?? null
  if (has('failed') && !has('succeeded') && !has('partiallySucceeded')) {
    return { kind: 'failed', error: error ?? unexplained() }
  }
  if (has('canceled') && !has('failed')) {
    return has('succeeded') || has('partiallySucceeded')
      ? { kind: 'partiallySucceeded', at: now, error: error ?? restCanceled() }
      : { kind: 'cancel' }
  }
  if (has('failed') || has('partiallySucceeded')) {
    return { kind: 'partiallySucceeded', at: now, error: error ?? unexplained() }
  }
  if (has('succeeded')) return { kind: 'succeeded', at: now }
  return { kind: 'skipped', reason: 'The service skipped it: it was ingested before.' }
}

function failed(blob: BlobRecord, report: IngestionStatus, name: string): BlobVerdict {
  return { blob, state: 'failed', error: toWireError(ingestionFailure(name, report)) }
}

function partlyIngested(name: string, report: IngestionStatus): WireError {
  const error = ingestionFailure(name, report)
  // Its blob cannot be sent again: part of it has landed.
  return {
    ...toWireError(error),
    code: 'IngestionFailed',
    retryable: false,
    message: `“${name}” was ingested only in part.`,
  }
}

/**
 * The service says that it took a blob, but not all of its records are there.
 *
 * @param rows Rows of the blob in the table; null if they cannot be told from others.
 * @param leftOut What the service says that it left out.
 */
function short(
  blob: BlobRecord,
  rows: number | null,
  name: string,
  leftOut: string | undefined,
): BlobVerdict {
  const count = (value: number | null): string => value?.toLocaleString('en-US') ?? '?'
  const share =
    rows === null
      ? 'not all of its records are in the table'
      : `${count(rows)} of its ${count(recordsOf([blob]))} records are in the table`
  const said = `The service took “${name}”, but ${share}`
  const error = new StudioError('RowsMissing', leftOut === undefined ? `${said}.` : `${said}: ${leftOut}`, {
    subject: name,
    nextStep:
      leftOut === undefined
        ? 'Look for records that the format does not allow: the service leaves some out silently.'
        : 'Correct what was left out, and ingest only that.',
  })
  return { blob, state: 'partiallySucceeded', error: toWireError(error) }
}

function restCanceled(): WireError {
  return toWireError(
    new StudioError('Canceled', 'The rest of it was canceled before it landed.', {
      retryable: true,
      nextStep: 'Retry sends what has not landed.',
    }),
  )
}

function unexplained(): WireError {
  return toWireError(
    new StudioError('IngestionFailed', 'The service did not ingest it and gave no reason.', {
      retryable: true,
    }),
  )
}
