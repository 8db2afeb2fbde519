import type { ChartMarker, TableWatch } from '../../../../electron/domain/schema/table-watch'
import { chartText } from '../../text/en'
import { markerSubject } from '../../text/job-words'

/** One row of the chart's text version. */
export interface ChartRow {
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

/** Events, and the readings at which the count changed, newest first; at most 60. */
export function chartRows(watch: Pick<TableWatch, 'points' | 'markers'>): readonly ChartRow[] {
  const { points, markers } = watch
  // Of two at the same moment, the later one counts.
  const single = points.filter((point, index) => point.at !== points[index + 1]?.at)
  const last = single.length - 1
  const readings = single
    .filter((point, index) => index === 0 || index === last || point.rows !== single[index - 1]?.rows)
    .map((point) => ({
      key: `reading ${point.at}`,
      at: point.at,
      what: chartText.events.reading,
      rows: point.rows,
    }))
  const events = markers.map((marker) => ({
    key: `${marker.kind} ${marker.sourceId} ${marker.at}`,
    at: marker.at,
    what: chartText.events[marker.kind](eventLabel(marker)),
    rows: null,
  }))
  return [...readings, ...events].sort((one, other) => other.at - one.at).slice(0, rowLimit)
}
