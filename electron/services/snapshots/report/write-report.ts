import { reportKindOf } from '../../../domain/report-kind'
import { StudioError } from '../../../domain/studio-error'
import { writeUserFile } from '../../user-file'
import { reportCsv } from './report-csv'
import { reportPage } from './report-page'
import { reportPng, type DrawPicture } from './report-png'
import type { ReportSubject } from './report-subject'

/** What a report could not show. */
interface WrittenReport {
  /** Letters that its picture has as `?`, each once; empty if it shows all. */
  readonly undrawn: string
}

/**
 * Writes a report to a file; its name says what it is to be.
 *
 * @param draw Draws with the letters of the system; undefined: only with those of the studio's own font.
 * @throws StudioError `RequestInvalid` for another name, or if the file cannot be written.
 */
export async function writeReport(
  path: string,
  subject: ReportSubject,
  draw: DrawPicture | undefined,
): Promise<WrittenReport> {
  const kind = reportKindOf(path)
  if (kind === undefined) {
    throw new StudioError('RequestInvalid', `“${path}” does not say what to write.`, {
      nextStep: 'End the name with .html, .csv or .png.',
    })
  }
  const { content, undrawn } =
    kind === 'png'
      ? await reportPng(subject, draw)
      : { content: kind === 'html' ? reportPage(subject) : reportCsv(subject), undrawn: '' }
  await writeUserFile(path, content)
  return { undrawn }
}
