import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react'
import { useStudio } from '../../state/use-studio'
import { historyText } from '../../text/en-history'
import { HistoryDetails } from './history-details'
import { HistoryHeader } from './history-header'
import { HistoryList } from './history-list'
import styles from './history-page.module.css'
import { useEscape } from '../../components/use-escape'

/** Every ingestion of every cluster: found, and what became of it. Escape leads back. */
export function HistoryPage(): ReactElement {
  const close = useStudio((state) => state.closeHistory)
  const page = useRef<HTMLDivElement | null>(null)
  const search = useRef<HTMLInputElement | null>(null)
  const list = useRef<HTMLDivElement | null>(null)
  // The keyboard starts where one types what to find; the arrow down leads into the list.
  useEffect(() => search.current?.focus(), [])
  useEscape(close)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || page.current?.contains(event.target as Node) !== true) return
    // The search field comes first: it takes back what is typed.
    if (event.key === 'Escape') close()
    if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      search.current?.select()
    }
  }
  return (
    <div
      ref={page}
      className={styles['page']}
      role="group"
      aria-label={historyText.page}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <HistoryHeader search={search} onDown={() => list.current?.focus()} />
      <div className={styles['columns']}>
        <HistoryList scroller={list} />
        <HistoryDetails />
      </div>
    </div>
  )
}
