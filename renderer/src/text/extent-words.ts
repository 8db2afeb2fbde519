import { extentOf, progressOf, type Inspection } from '../state/inspection/inspection'
import { prepareText } from './en-prepare'

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 })

/** How much of the source is behind what is shown: `first 5,000 records`, `checked 40 %`, `all checked`. */
export function extentWords(inspection: Pick<Inspection, 'look' | 'check'>): string {
  const { look, check } = inspection
  const read = extentOf(inspection)
  if (look === null || read === null) return ''
  if (read.isWhole) return prepareText.allChecked
  if (check === null || check.columns.length === 0) return prepareText.firstOnly(look.read.records)
  const progress = progressOf(check.read)
  const share = progress === null ? null : percent.format(Math.floor(progress * 100) / 100).replace('%', ' %')
  if (check.status === 'stopped' || check.status === 'failed') {
    return share === null ? prepareText.checkedRecords(check.read.records) : prepareText.stopped(share)
  }
  return share === null ? prepareText.checkedRecords(check.read.records) : prepareText.checked(share)
}
