import { useEffect, useRef, type ReactElement } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

/** Width and height of a plot, in CSS pixels. */
export interface PlotSize {
  readonly width: number
  readonly height: number
}

/**
 * Draws with uPlot, and follows its box, its content and the fonts.
 *
 * @param props.content What the plot shows, theme included. A new object redraws it.
 * @param props.options Makes uPlot's options once; `content()` returns the newest content whenever uPlot draws. A new
 *   function makes a new plot, so keep it the same between renders.
 * @param props.data The series of a content, as uPlot takes them.
 * @param props.summary What a screen reader says about the plot.
 */
export function Plot<T>(props: {
  readonly content: T
  readonly options: (size: PlotSize, content: () => T) => uPlot.Options
  readonly data: (content: T) => uPlot.AlignedData
  readonly summary: string
  readonly className: string | undefined
  /** What keys and pointer do here. */
  readonly hint?: string
  /** Takes a key; returns whether it did something. With it, the plot can be focused. */
  readonly onKey?: (key: string) => boolean
  readonly onDoubleClick?: () => void
}): ReactElement {
  const { content, options, data, onKey } = props
  const boxRef = useRef<HTMLDivElement | null>(null)
  const plotRef = useRef<uPlot | null>(null)
  const contentRef = useRef(content)

  useEffect(() => {
    const box = boxRef.current
    if (box === null) return undefined
    const size = (): PlotSize => ({
      width: Math.max(120, box.clientWidth),
      height: Math.max(80, box.clientHeight),
    })
    const newest = (): T => contentRef.current
    const plot = new uPlot(options(size(), newest), data(newest()), box)
    plotRef.current = plot
    const observer = new ResizeObserver(() => plot.setSize(size()))
    observer.observe(box)
    let isGone = false
    const redrawWithFont = (): void => {
      if (!isGone) plot.redraw(false, true)
    }
    void document.fonts?.ready.then(redrawWithFont)
    return () => {
      isGone = true
      observer.disconnect()
      plot.destroy()
      plotRef.current = null
    }
  }, [options, data])

  useEffect(() => {
    contentRef.current = content
    plotRef.current?.setData(data(content))
  }, [content, data])

  return (
    <div
      ref={boxRef}
      className={props.className}
      role="img"
      aria-label={props.summary}
      aria-description={props.hint}
      tabIndex={onKey === undefined ? undefined : 0}
      onDoubleClick={props.onDoubleClick}
      onKeyDown={(event) => {
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
        if (isPlain && onKey?.(event.key) === true) event.preventDefault()
      }}
    />
  )
}
