import type { ReactElement } from 'react'
import { outcomeWords } from '../../../../electron/domain/outcome-words'
import type { HistoryEntry } from '../../../../electron/domain/schema/history'
import { Pill } from '../../components/pill'
import { useNow } from '../../state/clock'
import { historyText } from '../../text/en-history'
import { formatCount, formatDateTime, formatDuration } from '../../text/format'
import { entryTitle, placeWords, whenWords } from './entry-words'
import styles from './history-list.module.css'

/** One job on one line; below it, why it failed. */
export function HistoryRow(props: { readonly entry: HistoryEntry }): ReactElement {
  const { entry } = props
  const now = useNow(60_000)
  const { tone, words } = outcomeWords(entry)
  const { rows, createdAt, endedAt, reason } = entry
  const records = rows.expected
  return (
    <>
      <span role="gridcell" className={styles['source']} title={entry.first.name}>
        {entryTitle(entry)}
      </span>
      <span role="gridcell" className={styles['table']} title={`${placeWords(entry)} / ${entry.table}`}>
        {entry.table}
      </span>
      <span role="gridcell" className={styles['records']}>
        {records === null ? historyText.unknown : formatCount(records)}
      </span>
      <span role="gridcell" className={styles['outcome']}>
        <Pill tone={tone}>{words}</Pill>
      </span>
      <span role="gridcell" className={styles['began']}>
        <time dateTime={new Date(createdAt).toISOString()} title={formatDateTime(createdAt)}>
          {whenWords(createdAt, now)}
        </time>
      </span>
      <span role="gridcell" className={styles['took']}>
        {endedAt === null ? historyText.unknown : formatDuration(endedAt - createdAt)}
      </span>
      {reason !== null && (
        <span role="gridcell" className={styles['reason']} title={reason}>
          {reason}
        </span>
      )}
    </>
  )
}
