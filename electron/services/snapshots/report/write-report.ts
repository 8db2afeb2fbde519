import { writeFile } from 'node:fs/promises'
import { reportKindOf, type ReportKind } from '../../../domain/report-kind'
import { StudioError } from '../../../domain/studio-error'
import { reportCsv } from './report-csv'
import { reportPage } from './report-page'
import { reportPng } from './report-png'
import type { ReportSubject } from './report-subject'

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
