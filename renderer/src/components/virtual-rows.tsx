import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useRef, type ReactElement, type ReactNode, type RefObject } from 'react'
import styles from './virtual-rows.module.css'

/** Which rows of a long list are drawn, and how tall the whole is. */
export interface VirtualRows {
  readonly scrollRef: RefObject<HTMLDivElement | null>
  readonly items: readonly VirtualItem[]
  readonly totalSize: number
  readonly measure: (element: HTMLElement | null) => void
}

/** Draws only the rows in view; rows may differ in height and are measured as they come. */
export function useVirtualRows(options: {
  readonly count: number
  readonly rowHeight: number
  readonly keyOf: (index: number) => string
}): VirtualRows {
  'use no memo'
  const scrollRef = useRef<HTMLDivElement | null>(null)
  // The virtualizer keeps its state inside and hands out functions that may not be memoized.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: options.count,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => options.rowHeight,
    getItemKey: options.keyOf,
    overscan: 8,
  })
  return {
    scrollRef,
    items: virtualizer.getVirtualItems(),
    totalSize: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
  }
}

/** The tall box that holds the rows in view at their places. */
export function VirtualBody(props: {
  readonly totalSize: number
  readonly role?: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={styles['body']} role={props.role} style={{ height: props.totalSize }}>
      {props.children}
    </div>
  )
}

/** Where a row in view stands. */
export function placeOf(item: VirtualItem): { readonly transform: string } {
  return { transform: `translateY(${item.start}px)` }
}
