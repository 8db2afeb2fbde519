import type { CopyTool } from '../../../electron/domain/copy-as/copy-as'
import type { JobOutcome } from '../../../electron/domain/job-outcome'
import type { HistoryEntry, HistoryJob } from '../../../electron/domain/schema/history'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import type { Loadable } from './loadable'

/** How far back the history looks. */
export const historyRanges = ['any', 'today', 'week', 'month', 'year'] as const
export type HistoryRange = (typeof historyRanges)[number]

/** Which jobs the page lists. */
export interface HistoryChoice {
  readonly text: string
  readonly outcome: JobOutcome | null
  readonly range: HistoryRange
}

/** The jobs that the choice found. */
export interface HistoryList {
  /** How many there are by outcome, whatever outcome is chosen. */
  readonly counts: Readonly<Partial<Record<JobOutcome, number>>>
  /** How many the list has, with the outcome that is chosen. */
  readonly total: number
  /** Those read so far, by their place in the list. */
  readonly entries: Readonly<Record<number, HistoryEntry>>
}

/** The page of all ingestions. */
export interface HistorySlice {
  readonly isHistoryOpen: boolean
  readonly historyChoice: HistoryChoice
  readonly historyList: Loadable<HistoryList>
  /** The job that is looked at; null: none. */
  readonly historyJobId: string | null
  readonly historyJob: Loadable<HistoryJob>
  openHistory(jobId?: string): Promise<void>
  closeHistory(): void
  /** Lists other jobs. */
  chooseHistory(change: Partial<HistoryChoice>): Promise<void>
  /** Reads the entries around some places of the list, unless they are known. */
  readHistory(first: number, last: number): Promise<void>
  lookAtJob(jobId: string | null): Promise<void>
  /** Reads again what is on screen, because a job moved. */
  refreshHistory(): Promise<void>
  /** Takes a newer state of a job, and lists it anew soon. */
  noteMoved(job: JobSnapshot): void
  /** Starts a job again; false if it could not start, and the user was told why. */
  runAgain(jobId: string): Promise<boolean>
  /** Writes the listed jobs to a file that the user chooses. */
  exportHistory(): Promise<void>
  /** Throws what the studio said, for the panel to show. */
  copyJobAs(jobId: string, tool: CopyTool, signal: AbortSignal): Promise<string>
  /** As {@link copyJobAs}, for what is about to be sent. */
  copySourcesAs(tool: CopyTool, signal: AbortSignal): Promise<string>
}

/** A job by its id, as far as the page knows it. */
export function knownJob(
  { jobs, historyJob }: { readonly jobs: readonly JobSnapshot[]; readonly historyJob: Loadable<HistoryJob> },
  jobId: string,
): JobSnapshot | undefined {
  const seen = historyJob.kind === 'ready' ? historyJob.value.job : undefined
  return jobs.find((job) => job.jobId === jobId) ?? (seen?.jobId === jobId ? seen : undefined)
}
