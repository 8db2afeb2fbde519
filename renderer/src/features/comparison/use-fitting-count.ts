import { useEffect, useState } from 'react'

const gap = 14

/** How many boxes of at least this size, gap included, fit into an element, counted again when it changes its size. */
export function useFittingCount(
  element: HTMLElement | null,
  size: { readonly width: number; readonly height: number },
): number {
  const { width, height } = size
  const [count, setCount] = useState(4)
  useEffect(() => {
    if (element === null) return undefined
    const observer = new ResizeObserver(() => {
      // The last box of a line needs no gap after it.
      const columns = Math.max(1, Math.floor((element.clientWidth + gap) / width))
      const rows = Math.max(1, Math.floor(element.clientHeight / height))
      setCount(columns * rows)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element, width, height])
  return count
}
