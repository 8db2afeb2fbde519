import { useLayoutEffect } from 'react'

let left: string | undefined

/** Marks what opens another page, so that the focus returns to it: `data-focus-key`, the same each time it is drawn. */
export function focusKey(key: string): { readonly 'data-focus-key': string } {
  return { 'data-focus-key': key }
}

/** Remembers, when this part of the page goes, what had the focus, and gives it back when the part returns. */
export function useReturnFocus(): void {
  useLayoutEffect(() => {
    const key = left
    left = undefined
    if (key !== undefined) focusOn(key)
    return () => {
      const marked = document.activeElement?.closest<HTMLElement>('[data-focus-key]')
      left = marked?.dataset['focusKey']
    }
  }, [])
}

/** What is drawn in a list of its own comes some frames later. */
function focusOn(key: string, frames = 20): void {
  const found = document.querySelector<HTMLElement>(`[data-focus-key="${CSS.escape(key)}"]`)
  if (found !== null) found.focus()
  else if (frames > 0) requestAnimationFrame(() => focusOn(key, frames - 1))
}
