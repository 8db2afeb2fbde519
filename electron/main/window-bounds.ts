import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const boundsSchema = z.object({
  /** Null: wherever the system puts it. */
  position: z.object({ x: z.number().int(), y: z.number().int() }).nullable(),
  size: z.object({
    width: z.number().int().min(640).max(20_000),
    height: z.number().int().min(480).max(20_000),
  }),
  isMaximized: z.boolean(),
})

/** Where the window was when it was last closed, in device-independent pixels. */
type WindowBounds = z.output<typeof boundsSchema>

/** The bounds at first start. */
export const firstBounds: WindowBounds = {
  position: null,
  size: { width: 1280, height: 800 },
  isMaximized: false,
}

/** The part of a screen that windows can use. */
interface WorkArea {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Reads the saved bounds; a missing or damaged file gives the first ones, a screen that is gone only the size. */
export function readWindowBounds(path: string, workAreas: readonly WorkArea[]): WindowBounds {
  let saved: WindowBounds
  try {
    saved = boundsSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // First start, or a file that someone edited: not worth a message.
    return firstBounds
  }
  return workAreas.some((area) => isReachable(saved, area)) ? saved : { ...saved, position: null }
}

/** How far a further window is from the one before it, in device-independent pixels. */
const besides = 32

/** The bounds of a further window: as large as the one before it, a little lower and to the right if there is room. */
export function boundsBeside(
  { x, y, width, height }: WorkArea,
  workAreas: readonly WorkArea[],
): WindowBounds {
  const bounds: WindowBounds = {
    position: { x: x + besides, y: y + besides },
    size: { width, height },
    isMaximized: false,
  }
  return workAreas.some((area) => isReachable(bounds, area)) ? bounds : { ...bounds, position: null }
}

/** Saves the bounds, replacing the file as a whole. */
export function writeWindowBounds(path: string, bounds: WindowBounds): void {
  writeFileSync(`${path}.new`, JSON.stringify(bounds), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Whether enough of the title bar is on screen to grab it. */
function isReachable({ position, size }: WindowBounds, area: WorkArea): boolean {
  if (position === null) return false
  const { x, y } = position
  const visible = Math.min(x + size.width, area.x + area.width) - Math.max(x, area.x)
  return visible >= 100 && y >= area.y - 10 && y < area.y + area.height - 50
}
