import { panned, within, zoomed, type TimeWindow } from './time-window'

const step = 0.25
const closer = 0.5

/**
 * What a key does to the window of time that is shown.
 *
 * @returns The new window; null: the range as it was; undefined if the key means nothing here.
 */
export function windowByKey(
  key: string,
  window: TimeWindow,
  limits: TimeWindow,
): TimeWindow | null | undefined {
  const middle = (window.from + window.to) / 2
  switch (key) {
    case '+':
    case '=':
      return zoomed(window, middle, closer, limits)
    case '-':
    case '−':
      return zoomed(window, middle, 1 / closer, limits)
    case 'ArrowLeft':
      return panned(window, -step, limits)
    case 'ArrowRight':
      return panned(window, step, limits)
    case '0':
    case 'Home':
      return null
    default:
      return undefined
  }
}

/**
 * What the wheel does: zooms with Ctrl (or Command), moves with Shift or sideways.
 *
 * @param at The moment under the pointer.
 * @returns The new window; undefined if the page is meant.
 */
export function windowByWheel(
  event: Pick<WheelEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'deltaX' | 'deltaY'>,
  at: number,
  window: TimeWindow,
  limits: TimeWindow,
): TimeWindow | undefined {
  const { ctrlKey, metaKey, shiftKey, deltaX, deltaY } = event
  if (ctrlKey || metaKey) return within(zoomed(window, at, 1.002 ** deltaY, limits), limits)
  const sideways = shiftKey && deltaX === 0 ? deltaY : deltaX
  return sideways === 0 ? undefined : panned(window, sideways / 1000, limits)
}
