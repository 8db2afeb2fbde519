import { Button } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useState, type KeyboardEvent, type ReactElement, type RefObject } from 'react'
import { Card } from '../../components/card'
import { ErrorNote } from '../../components/error-note'
import type { HistoryList as Listed } from '../../state/history'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { historyText } from '../../text/en-history'
import styles from './history-list.module.css'
import { HistoryRow } from './history-row'
import { useRowHeight } from '../../styles/use-density'

const compactRow = 38
const rowId = (index: number): string => `history-row-${index}`

/** The jobs that were found, or why there are none. */
export function HistoryList(props: { readonly scroller: RefObject<HTMLDivElement | null> }): ReactElement {
  const list = useStudio((state) => state.historyList)
  const choose = useStudio((state) => state.chooseHistory)
  const isChosen = useStudio(
    ({ historyChoice: { text, outcome, range } }) => text !== '' || outcome !== null || range !== 'any',
  )
  return (
    <Card label={historyText.list} className={styles['card']}>
      {list.kind === 'failed' && (
        <div className={styles['empty']}>
          <ErrorNote error={list.error} />
          <Button onClick={() => void choose({})}>{appText.retry}</Button>
        </div>
      )}
      {(list.kind === 'loading' || list.kind === 'idle') && (
        <p className={styles['empty']} role="status">
          {historyText.loading}
        </p>
      )}
      {list.kind === 'ready' && list.value.total === 0 && (
        <div className={styles['empty']} role="status">
          <p>{isChosen ? historyText.noMatch : historyText.none}</p>
          {isChosen && (
            <Button onClick={() => void choose({ text: '', outcome: null, range: 'any' })}>
              {historyText.showAll}
            </Button>
          )}
        </div>
      )}
      {list.kind === 'ready' && list.value.total > 0 && <Rows list={list.value} scroller={props.scroller} />}
    </Card>
  )
}

function Rows(props: {
  readonly list: Listed
  readonly scroller: RefObject<HTMLDivElement | null>
}): ReactElement {
  const { list } = props
  const selected = useStudio((state) => state.historyJobId)
  const lookAt = useStudio((state) => state.lookAtJob)
  const read = useStudio((state) => state.readHistory)
  const rowHeight = useRowHeight(compactRow)
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  // The virtualizer holds its own state and hands out functions that must not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: list.total,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => void read(first, last), [read, first, last, list])
  const place = Object.entries(list.entries).find(([, entry]) => entry.jobId === selected)?.[0]
  const active = place === undefined ? null : Number(place)

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 400) / rowHeight) - 2)
    const next = placeAfter(event.key, active, page, list.total)
    if (next === undefined) return
    event.preventDefault()
    virtualizer.scrollToIndex(next)
    const entry = list.entries[next]
    if (entry !== undefined) void lookAt(entry.jobId)
  }
  return (
    <div
      ref={(element) => {
        setScroller(element)
        props.scroller.current = element
      }}
      className={styles['list']}
      role="grid"
      aria-label={historyText.list}
      aria-rowcount={list.total + 1}
      aria-activedescendant={active === null ? undefined : rowId(active)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={styles['head']}>
        {(['source', 'table', 'records', 'outcome', 'began', 'took'] as const).map((column) => (
          <span key={column} role="columnheader" className={styles[column]}>
            {historyText.columns[column]}
          </span>
        ))}
      </div>
      <div className={styles['body']} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const entry = list.entries[item.index]
          return (
            <div
              key={item.key}
              id={rowId(item.index)}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === active}
              className={styles['row']}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => entry !== undefined && void lookAt(entry.jobId)}
            >
              {entry === undefined ? (
                <span role="gridcell" className={styles['source']}>
                  …
                </span>
              ) : (
                <HistoryRow entry={entry} />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Where a key leads in the list; undefined for a key that leads nowhere. */
function placeAfter(key: string, active: number | null, page: number, total: number): number | undefined {
  const from = active ?? -1
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: total - 1,
  }
  const next = steps[key]
  return next === undefined ? undefined : Math.min(Math.max(next, 0), total - 1)
}
