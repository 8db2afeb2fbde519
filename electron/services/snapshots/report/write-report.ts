import { writeFile } from 'node:fs/promises'
import { reportKindOf, type ReportKind } from '../../../domain/report-kind'
import type { Comparison } from '../../../domain/schema/comparison'
import type { JobSnapshot } from '../../../domain/schema/job'
import { StudioError } from '../../../domain/studio-error'
import { reportCsv } from './report-csv'
import { reportPage } from './report-page'
import { reportPng } from './report-png'

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

const contentOf: Readonly<Record<ReportKind, (subject: ReportSubject) => string | Promise<Uint8Array>>> = {
  html: reportPage,
  png: reportPng,
  csv: reportCsv,
}

/**
 * Writes a report to a file; its name says what it is to be.
 *
 * @throws StudioError `RequestInvalid` for another name, or if the file cannot be written.
 */
export async function writeReport(path: string, subject: ReportSubject): Promise<void> {
  const kind = reportKindOf(path)
  if (kind === undefined) {
    throw new StudioError('RequestInvalid', `“${path}” does not say what to write.`, {
      nextStep: 'End the name with .html, .csv or .png.',
    })
  }
  const content = await contentOf[kind](subject)
  try {
    await writeFile(path, content)
  } catch (error) {
    throw new StudioError('RequestInvalid', `The report could not be written to “${path}”.`, {
      nextStep: 'Choose another folder.',
      details: error instanceof Error ? error.message : String(error),
    })
  }
}
