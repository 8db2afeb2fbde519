import type { ChartMarker, RowCountPoint, TableWatch } from '../../../../electron/domain/schema/table-watch'
import { chartText } from '../../text/en'
import { formatChange } from '../../text/format'
import { markerSubject } from '../../text/job-words'

/** One row of the chart's text version. */
interface ChartRow {
  readonly key: string
  readonly at: number
  readonly what: string
  readonly rows: number | null
}

const rowLimit = 60

function eventLabel(marker: ChartMarker): string {
  const subject = markerSubject([marker])
  return marker.rows === null ? subject : chartText.eventLabel(subject, marker.rows)
}

/** What other writers brought or took since the reading before. */
function othersWords(point: RowCountPoint, before: RowCountPoint | undefined): readonly string[] {
  if (before === undefined) return []
  const theirs = point.rows - point.ours - (before.rows - before.ours)
  // While the count goes up and theirs down, rows only changed hands in the books.
  return theirs * (point.rows - before.rows) > 0 ? [chartText.byOthers(formatChange(theirs))] : []
}

/** Events, and the readings at which the count changed, newest first; at most 60. */
export function chartRows(watch: Pick<TableWatch, 'points' | 'markers'>): readonly ChartRow[] {
  const { points, markers } = watch
  const readings: ChartRow[] = []
  for (let index = points.length - 1; index >= 0 && readings.length < rowLimit; index--) {
    const [point, before, after] = [points[index], points[index - 1], points[index + 1]]
    // Of two at the same moment, the later one counts.
    if (point === undefined || point.at === after?.at) continue
    const isEnd = index === 0 || after === undefined
    if (!isEnd && point.rows === before?.rows) continue
    const what = [chartText.events.reading, ...othersWords(point, before)].join(': ')
    readings.push({ key: `reading ${point.at}`, at: point.at, what, rows: point.rows })
  }
  const events = markers.map((marker) => ({
    key: `${marker.kind} ${marker.sourceId} ${marker.at}`,
    at: marker.at,
    what: chartText.events[marker.kind](eventLabel(marker)),
    rows: null,
  }))
  return [...readings, ...events].sort((one, other) => other.at - one.at).slice(0, rowLimit)
}
