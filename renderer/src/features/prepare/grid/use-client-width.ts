import { useEffect, useState } from 'react'

/** The width of an element's content, in pixels and without its scrollbar; 0 before it is known. */
export function useClientWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return width
}
