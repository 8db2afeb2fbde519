import { StudioError } from '../../../domain/studio-error'
import type { RefusalGate } from './refusal-gate'
import type { SourcePost } from '../post/source-post'
import type { SourceRecord } from '../state/job-record'
import type { SourceUpload } from '../upload/source-upload'

/** What a source needs on its way through the studio. */
export interface SourceRun
  extends Omit<SourcePost, 'signal'>, Pick<SourceUpload, 'budget' | 'converted' | 'targetBytes'> {
  /** Fires when the user cancels or pauses, or the studio closes. */
  readonly signal: AbortSignal
  /** Fires when the studio closes. */
  readonly closing: AbortSignal
  /** Holds back what is queued only once its check has ended. */
  readonly gate: Pick<RefusalGate, 'passed'>
  /** Starts counting the records of a source in the background, if its kind needs that. */
  readonly count: (source: SourceRecord) => void
  /** Blobs that this process uploaded; all others are checked before they are relied on. */
  readonly uploadedHere: Set<string>
}

/** Whoever stopped a source has moved it on already: nothing may move it from here any more. */
export function assertGoing({ signal }: Pick<SourceRun, 'signal'>): void {
  if (signal.aborted) throw new StudioError('Canceled', 'The source was canceled.')
}
