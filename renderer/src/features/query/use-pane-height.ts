import { useEffect, useState } from 'react'

/** Lowest pane and lowest workspace, in CSS pixels. */
export const lowest = { pane: 200, workspace: 200 }
const share = 0.46

let chosen: number | null = null

/** The pane's height in CSS pixels: what the user chose, else a share of the window, and never the whole of it. */
export function usePaneHeight(): readonly [number, (height: number) => void] {
  const [height, setHeight] = useState(() => fit(chosen ?? window.innerHeight * share))
  useEffect(() => {
    const follow = (): void => setHeight(fit(chosen ?? window.innerHeight * share))
    window.addEventListener('resize', follow)
    return () => window.removeEventListener('resize', follow)
  }, [])
  return [
    height,
    (wanted) => {
      chosen = fit(wanted)
      setHeight(chosen)
    },
  ]
}

function fit(height: number): number {
  const highest = Math.max(lowest.pane, window.innerHeight - lowest.workspace)
  return Math.round(Math.min(highest, Math.max(lowest.pane, height)))
}
