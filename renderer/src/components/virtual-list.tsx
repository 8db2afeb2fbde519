import { useVirtualizer } from '@tanstack/react-virtual'
import { useState, type ReactElement, type ReactNode } from 'react'
import styles from './virtual-list.module.css'

interface VirtualListProps {
  readonly label: string
  /** What screen readers announce. A table's rows hold cells, and `header` its column headers. */
  readonly role: 'table' | 'list'
  readonly className?: string | undefined
  readonly rowClassName?: string | undefined
  /** Stays in view at the top. */
  readonly header?: ReactNode
  readonly count: number
  /** In pixels, as a first estimate: each row is measured once drawn. */
  readonly rowHeight: number
  readonly keyOf: (index: number) => string
  readonly renderRow: (index: number) => ReactNode
  /** Called with the rows that are drawn, so that the owner can load them in time. */
  readonly onRange?: (range: { readonly first: number; readonly last: number }) => void
}

/** A scrolling list of any length: the page holds only the rows in view. */
export function VirtualList(props: VirtualListProps): ReactElement {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const { count, rowHeight, keyOf, onRange } = props
  // The virtualizer holds its own state and hands out functions that must not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan: 8,
    onChange: (instance) => {
      const items = instance.getVirtualItems()
      onRange?.({ first: items[0]?.index ?? 0, last: items[items.length - 1]?.index ?? -1 })
    },
  })
  const isTable = props.role === 'table'
  const headerRows = isTable && props.header !== undefined ? 1 : 0
  return (
    <div
      ref={setScroller}
      className={`${styles['scroller'] ?? ''} ${props.className ?? ''}`}
      role={props.role}
      aria-label={props.label}
      {...(isTable ? { 'aria-rowcount': count + headerRows } : {})}
    >
      {props.header}
      <div className={styles['body']} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role={isTable ? 'row' : 'listitem'}
            className={`${styles['row'] ?? ''} ${props.rowClassName ?? ''}`}
            style={{ transform: `translateY(${item.start}px)` }}
            {...(isTable
              ? { 'aria-rowindex': item.index + 1 + headerRows }
              : { 'aria-posinset': item.index + 1, 'aria-setsize': count })}
          >
            {props.renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
