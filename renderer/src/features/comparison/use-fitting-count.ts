import { useEffect, useState } from 'react'

const gap = 14

/** How many boxes of this size (gap included) fit into an element, kept up to date as it is resized; 0 if it is too low. */
export function useFittingCount(
  element: HTMLElement | null,
  size: { readonly width: number; readonly height: number },
): number {
  const { width, height } = size
  const [count, setCount] = useState(4)
  useEffect(() => {
    if (element === null) return undefined
    const observer = new ResizeObserver(() => {
      // No gap after the last box of a line.
      const columns = Math.max(1, Math.floor((element.clientWidth + gap) / width))
      const rows = Math.floor(element.clientHeight / height)
      setCount(columns * rows)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element, width, height])
  return count
}
