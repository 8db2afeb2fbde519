import { extentOf, progressOf, type Inspection } from '../state/inspection/inspection'
import type { StudioState } from '../state/studio-state'
import { prepareText } from './en-prepare'

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 })

/** How much of the source is behind what is shown: `first 5,000 records`, `checked 40 %`, `all checked`. */
export function extentWords(inspection: Pick<Inspection, 'look' | 'check'>): string {
  const { look, check } = inspection
  const read = extentOf(inspection)
  if (look === null || read === null) return ''
  if (read.isWhole) return prepareText.allChecked
  // What comes after a record that cannot be read cannot be judged.
  if (check?.status === 'done') return prepareText.upToFault
  if (check === null || check.columns.length === 0) return prepareText.firstOnly(look.read.records)
  const progress = progressOf(check.read)
  // Nothing has been checked yet, or could be.
  if (progress === 0) return check.status === 'running' ? '' : prepareText.firstOnly(look.read.records)
  if (progress !== null && progress < 0.01 && check.status === 'running')
    return prepareText.checked('< 1\u00a0%')
  const share =
    progress === null ? null : percent.format(Math.floor(progress * 100) / 100).replace('%', '\u00a0%')
  if (check.status === 'stopped' || check.status === 'failed') {
    return share === null ? prepareText.checkedRecords(check.read.records) : prepareText.stopped(share)
  }
  return share === null ? prepareText.checkedRecords(check.read.records) : prepareText.checked(share)
}

/** `checked 40 %` while one source of the tab in front is being checked; empty for none or for several. */
export function checkingWords(state: Pick<StudioState, 'inspections' | 'tab'>): string {
  const running = Object.values(state.inspections).filter(
    ({ source, check }) =>
      source.kind === kindOfTab[state.tab] && check?.status === 'running' && !check.read.isWhole,
  )
  const [only] = running
  return only === undefined || running.length > 1 || only.check?.columns.length === 0 ? '' : extentWords(only)
}

const kindOfTab = { files: 'file', paste: 'paste', blob: 'blob' } as const
