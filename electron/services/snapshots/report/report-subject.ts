import type { Comparison } from '../../../domain/schema/comparison'
import type { JobSnapshot } from '../../../domain/schema/job'

/** What a report is about. */
export interface ReportSubject {
  readonly comparison: Comparison
  /** The ingestion that is compared, if one is. */
  readonly job: JobSnapshot | null
  /** When the report is written, in milliseconds since the epoch. */
  readonly at: number
  /** The datetime column of the chart; the first, if left out. */
  readonly timeColumn?: string | undefined
}
